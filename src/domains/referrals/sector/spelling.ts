/** Words from this length on are read with one letter wrong, missing, too many or swapped with its neighbour. */
const SHORTEST = 5;
/** Words that are meant as they are written, although a word of a trade looks like them. */
const COMMON = new Set(
  "general showed gotear about above access across action active actual added address adult advice afraid again agree ahead allow alone along already always amount angry annual answer anybody anyone anything apply april arrive asked august away awful bank based basic basis bought brand brown build built business cannot careful cause certain chance cheap checked child children choice church class clerk coach coast comes company complete confirm contact copy correct costs could daily daughter dealing decide decision depend desk detail details doctor dollar dollars drive earlier early easily eleven email entire estimate evening event every everything exact example expect expensive explain extra faith fault favor feel february figure fifteen fifty final finally finish follow forget forty forward fourth fresh friend friends gerente grandma grass guests hearing honest hoping hotel hundred husband include insure interest january july june keeping knock known largest lately leader least length lesson level license limit listen longer losing lovely maria mark market married matter mention middle million mister model moment monday months moral mostly mother myself names nearby nearly needed needs neither nobody normal notice november number october older opened option orange order owner owners package papers patient paying payment people percent perfect perhaps period personal phones photo picture pieces places plans pleasure possible prefer pretty previous prices private probably process product promise proper provide public purchase quarter question quickly quote quotes rather reach reason recent record refer regular related remember rental repeat report request result return review robert safety sales saturday saved saying schedule section seeing selling senior september serious serve service several shall should signed silver since single sixty slowly small sometimes somebody someone something sooner speaking special spoken spring standard started starting station status stayed stopped stuff subject suggest summer sunday support supposed surely system takes taking talked tenth thank their themselves thirty though thought thousand thursday title today together told tonight totally toward transfer tuesday twelve twenty unless until upset usually various walking wanted warranty wednesday weekend welcome whatever whether whoever wife window winter within without wonder working worth writing yearly yesterday above after again along anyway around before better between bottle break bring bright called calling camping carrier change charge check cheese choose clear close closed clothes cooking coming could counter country course cover couple credit crossing decide different dinner doing doors driver during early eating eight email enough every family father finding first floors found friday front given going grade grand great green group guess guest handle happy heard heart heavy hello horse hours house houses inside issue kitchen large later learn leave leaves letter light little living local looks lower lunch magic maybe meeting might minute money month morning mother mouth moved moving never nothing offer often order other paint parent party people person phone place plane plant please point pound price problem quick quiet quite ready really right river rough round saint school scope second seems service seven shape share sharp sheet shirt short shown simple since sister small smart smell snack social sorry sound speak spend split spoke spot start state stays still stone store story stove street study suite sunday super sweet table talking teach thank thanks their there these thing think third those three through times today together tomorrow touch tough towel track trade trail train travel treat truck trust twice under until upper using usual value visit voice watch weather weeks weird where which while white whole winter woman women working world would write wrong years yesterday young".split(
    " ",
  ),
);

/** The word with each of its letters left out, and itself. */
function shortened(word: string): string[] {
  const all = [word];
  for (let i = 0; i < word.length; i++) all.push(word.slice(0, i) + word.slice(i + 1));
  return all;
}

/** Corrects misspelt words to those of a vocabulary; words that begin otherwise are other words. */
export function corrector(vocabulary: Iterable<string>, isKnown: (word: string) => boolean) {
  const byShortened = new Map<string, string[]>();
  for (const word of vocabulary)
    if (word.length >= SHORTEST)
      for (const key of shortened(word)) byShortened.set(key, [...(byShortened.get(key) ?? []), word]);
  return (word: string): string => {
    if (word.length < SHORTEST || COMMON.has(word) || isKnown(word)) return word;
    for (const key of shortened(word))
      for (const meant of byShortened.get(key) ?? []) if (isMeant(word, meant)) return meant;
    return word;
  };
}

function isMeant(word: string, meant: string): boolean {
  if (word[0] !== meant[0] || Math.abs(word.length - meant.length) > 1) return false;
  if (word.length === meant.length)
    return sorted(word) === sorted(meant) || (meant.length > SHORTEST && soundsAlike(word, meant));
  // another ending makes another word; one letter of a short word too, but for one that is doubled
  const [short, long] = word.length < meant.length ? [word, meant] : [meant, word];
  if (long.startsWith(short)) return isDoubled(word, meant);
  return short.length > SHORTEST || (short.length === SHORTEST && meant === long) || isDoubled(word, meant);
}

/** Whether two words of one length differ in letters that people take for each other. */
function soundsAlike(word: string, meant: string): boolean {
  const at = word.split("").findIndex((letter, i) => letter !== meant[i]);
  return ALIKE.some((letters) => letters.includes(word[at] ?? "") && letters.includes(meant[at] ?? ""));
}
const ALIKE = ["aeiouy", "csz", "ckq", "vb", "mn", "gj", "dt"];

const single = (word: string): string => word.replace(/(.)\1+/g, "$1");
const isDoubled = (word: string, meant: string): boolean => single(word) === single(meant);
const sorted = (word: string): string => word.split("").sort().join("");
