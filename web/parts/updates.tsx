import { Button } from './button.tsx';
import './updates.css';

interface UpdatesProps {
  /** How many wait to be shown. */
  readonly count: number;
  readonly onShow: () => void;
  /** Over the upper edge of its list, which is in an `updates-place`. */
  readonly over?: true;
}

/** What is new in a list and would have moved what somebody is at; nothing where nothing waits. */
export function Updates({ count, onShow, over }: UpdatesProps) {
  if (count === 0) return null;
  return (
    <Button small {...(over === true ? { className: 'updates-over' } : {})} onClick={onShow}>
      +{count} {count === 1 ? 'update' : 'updates'}
    </Button>
  );
}
