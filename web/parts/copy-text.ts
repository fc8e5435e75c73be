import { toast } from './toasts.tsx';

/** Copies a text for use elsewhere. False: the browser did not let it, which was said. */
export async function copyText(text: string): Promise<boolean> {
  if ((await viaClipboard(text)) || viaSelection(text)) return true;
  toast('Not copied: the browser does not allow it.', { tone: 'bad', hint: 'Select the text and copy it yourself.' });
  return false;
}

/** A page over plain http has no clipboard, and one that has it may be refused. */
async function viaClipboard(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard === undefined) return false;
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** What every page may do is copy what is selected in it. */
function viaSelection(text: string): boolean {
  const focused = document.activeElement;
  const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true, className: 'sr-only' });
  // A window that keeps the focus keeps it in itself.
  const around = focused?.closest('[role="dialog"]') ?? document.body;
  around.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
