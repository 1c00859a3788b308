/** Codes of the US states and territories by their folded names. */
const names =
  "AL alabama,AK alaska,AZ arizona,AR arkansas,CA california,CO colorado,CT connecticut,DE delaware,DC district of columbia,FL florida,GA georgia,HI hawaii,ID idaho,IL illinois,IN indiana,IA iowa,KS kansas,KY kentucky,LA louisiana,ME maine,MD maryland,MA massachusetts,MI michigan,MN minnesota,MS mississippi,MO missouri,MT montana,NE nebraska,NV nevada,NH new hampshire,NJ new jersey,NM new mexico,NY new york,NC north carolina,ND north dakota,OH ohio,OK oklahoma,OR oregon,PA pennsylvania,PR puerto rico,RI rhode island,SC south carolina,SD south dakota,TN tennessee,TX texas,UT utah,VT vermont,VA virginia,WA washington,WV west virginia,WI wisconsin,WY wyoming";
const codes = new Map(names.split(",").map((text) => [text.slice(3), text.slice(0, 2)]));

/** A state as its code, however it was written: `Florida`, `fl`, `Fla.` stays FLA. Outside the US: the text in upper case. */
export const stateCodeOf = (text: string): string => {
  const plain = text.replace(/[.]/g, "").replace(/\s+/g, " ").trim();
  return codes.get(plain.toLowerCase()) ?? plain.toUpperCase();
};
