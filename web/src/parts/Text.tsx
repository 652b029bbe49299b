import { LONGEST, pieces } from '../model/visible';
import { deviceHash } from '../model/route';
import { text } from '../strings';

/** A text of the host or of a guest. Never markup; what a reader would not see is shown by its code; its direction stays inside. */
export function Text({ value }: { value: string }) {
  const all = pieces(value);
  return (
    <bdi className="gw-text">
      {all.map((p, i) =>
        p.control ? (
          <span key={i} className="gw-control">
            {p.text}
          </span>
        ) : (
          p.text
        ),
      )}
      {value.length > LONGEST && <span className="gw-control">{text.more(value.length - LONGEST)}</span>}
    </bdi>
  );
}

const ADDRESSES = /\b([0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7])\b/g;

/** A text in which the addresses of PCI functions lead to their details. */
export function Linked({ value }: { value: string }) {
  return (
    <>
      {value.split(ADDRESSES).map((part, i) =>
        i % 2 === 1 ? (
          <a key={i} href={deviceHash(part)}>
            {part}
          </a>
        ) : part === '' ? null : (
          <Text key={i} value={part} />
        ),
      )}
    </>
  );
}

export function Lines({ values }: { values: readonly string[] }) {
  return (
    <ul className="gw-lines">
      {values.map((v, i) => (
        <li key={i}>
          <Linked value={v} />
        </li>
      ))}
    </ul>
  );
}
