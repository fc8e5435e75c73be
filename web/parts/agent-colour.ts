/** The hue of an agent, in degrees: the same on every page and in every browser. */
export function agentHue(name: string): number {
  let hash = 2_166_136_261;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  // The last bits of such a hash are alike for names that are alike; mixed, they part (murmur3's end).
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}

/** A hue as the theme shows it. In OKLCH one lightness looks alike in all hues; in HSL yellow would be too light on paper. */
export function colourOfHue(hue: number): string {
  return `oklch(var(--agent-lightness) 0.12 ${hue})`;
}

/** The colour of an agent, dark enough on paper and light enough on ink. */
export function agentColour(name: string): string {
  return colourOfHue(agentHue(name));
}
