import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useFocusReturn } from './use-focus-return.ts';

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What stands below the title. */
  readonly about?: string;
}

/** A window over the page that keeps the focus until it is closed, and gives it back. */
export function Dialog({ title, open, onClose, children, about }: DialogProps) {
  const giveBack = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content
          className="dialog stack"
          onCloseAutoFocus={giveBack}
          {...(about === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="row">
            <Radix.Title className="grow">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button small plain>
                Close
              </Button>
            </Radix.Close>
          </div>
          {about !== undefined && <Radix.Description className="soft">{about}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A panel from the right edge over any page. */
export function Drawer({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const giveBack = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content className="drawer" onCloseAutoFocus={giveBack} aria-describedby={undefined}>
          <div className="drawer-head">
            <Radix.Title className="sr-only">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button small plain>
                Close
              </Button>
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
