/** Words from this length on are read with one letter wrong, missing, too many or swapped with its neighbour. */
const SHORTEST = 5;
/** Words that are meant as they are written, although a word of a trade looks like them. */
const COMMON = new Set(
  "about above after again along anyway around before better between bottle break bring bright called calling camping carrier change charge check cheese choose clear close closed clothes cooking coming could counter country course cover couple credit crossing decide different dinner doing doors driver during early eating eight email enough every family father finding first floors found friday front given going grade grand great green group guess guest handle happy heard heart heavy hello horse hours house houses inside issue kitchen large later learn leave leaves letter light little living local looks lower lunch magic maybe meeting might minute money month morning mother mouth moved moving never nothing offer often order other paint parent party people person phone place plane plant please point pound price problem quick quiet quite ready really right river rough round saint school scope second seems service seven shape share sharp sheet shirt short shown simple since sister small smart smell snack social sorry sound speak spend split spoke spot start state stays still stone store story stove street study suite sunday super sweet table talking teach thank thanks their there these thing think third those three through times today together tomorrow touch tough towel track trade trail train travel treat truck trust twice under until upper using usual value visit voice watch weather weeks weird where which while white whole winter woman women working world would write wrong years yesterday young".split(
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
  // a short word with another letter is another word; with two letters swapped or one double it is the same
  if (Math.min(word.length, meant.length) > SHORTEST) return true;
  return word.length === meant.length ? sorted(word) === sorted(meant) : isDoubled(word, meant);
}

const single = (word: string): string => word.replace(/(.)\1+/g, "$1");
const isDoubled = (word: string, meant: string): boolean => single(word) === single(meant);
const sorted = (word: string): string => word.split("").sort().join("");
