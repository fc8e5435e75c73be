import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Node, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** One link of a file that leads nowhere. */
export interface BrokenLink {
  readonly line: number;
  readonly target: string;
  readonly because: string;
}

export interface FileReport {
  readonly headings: number;
  /** Links to files and headings on disk; what leads to the web is counted apart and not looked at. */
  readonly links: number;
  readonly webLinks: number;
  readonly broken: readonly BrokenLink[];
}

interface Link {
  readonly line: number;
  readonly target: string;
}

interface Outline {
  readonly anchors: ReadonlySet<string>;
  readonly headings: number;
  readonly links: readonly Link[];
}

/** Reads one Markdown file and checks each of its links against the files and headings on disk. */
export async function checkFile(file: string): Promise<FileReport> {
  const outline = readOutline(await readFile(file, 'utf8'));
  const local = outline.links.filter((link) => !isWeb(link.target));
  const looked = await Promise.all(local.map(async (link) => ({ link, because: await whyBroken(file, link.target, outline) })));
  const broken = looked.flatMap(({ link, because }) => (because === null ? [] : [{ ...link, because }]));
  return { headings: outline.headings, links: local.length, webLinks: outline.links.length - local.length, broken };
}

/** The report as people read it; two readings of an unchanged file give the same text. */
export function reportText(name: string, report: FileReport): string {
  const head = `${name}: ${report.headings} headings, ${report.links} local links, ${report.webLinks} to the web, ${report.broken.length} broken`;
  return [head, ...report.broken.map(({ line, target, because }) => `- line ${line}: ${target} (${because})`)]
    .join('\n')
    .slice(0, 60_000);
}

function isWeb(target: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target);
}

/** Why a link leads nowhere, or null. */
async function whyBroken(file: string, target: string, own: Outline): Promise<string | null> {
  const [path = '', anchor = ''] = target.split('#', 2);
  const place = decoded(path.split('?', 1)[0] ?? '');
  if (place === '') return hasAnchor(own, anchor) ? null : 'no such heading';
  const other = place.startsWith('/') ? join(dirname(file), place) : resolve(dirname(file), place);
  const found = await stat(other).catch(() => null);
  if (found === null) return 'no such file';
  if (anchor === '' || !found.isFile() || !/\.(md|markdown)$/i.test(other)) return null;
  return hasAnchor(readOutline(await readFile(other, 'utf8')), anchor) ? null : 'no such heading in that file';
}

function hasAnchor({ anchors }: Outline, anchor: string): boolean {
  return anchor === '' || anchors.has(decoded(anchor).toLowerCase());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readOutline(text: string): Outline {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  const links: Link[] = [];
  let headings = 0;
  const visit = (node: Nodes): void => {
    if (node.type === 'heading') {
      headings += 1;
      anchors.add(slugger.slug(textOf(node)));
    }
    if (node.type === 'html') for (const name of htmlAnchors(node.value)) anchors.add(name);
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      links.push({ line: lineOf(node), target: node.url });
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(text));
  return { anchors, headings, links };
}

function textOf(node: Nodes): string {
  if ('value' in node && node.type !== 'html') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function htmlAnchors(html: string): string[] {
  return [...html.matchAll(/\b(?:id|name)\s*=\s*["']?([^"'\s>]+)/gi)].map((match) => (match[1] ?? '').toLowerCase());
}

function lineOf(node: Node): number {
  return node.position?.start.line ?? 0;
}
