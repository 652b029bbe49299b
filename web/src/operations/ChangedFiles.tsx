import type { ChangedFile, FileContent } from '../api/types';
import { type DiffLine, diffLines } from '../model/diff';
import { Text } from '../parts/Text';
import { text } from '../strings';

const t = text.changedFiles;

/** The files that an operation has changed by itself, each with the difference. */
export function ChangedFiles({ files }: { files: readonly ChangedFile[] | undefined }) {
  if (files === undefined) return null;
  return (
    <section aria-label={t.title}>
      <h2>{t.title}</h2>
      {files.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        files.map((f, i) => (
          <article key={i} className="gw-changed-file" aria-label={f.file}>
            <h3>
              <Text value={f.file} />
            </h3>
            <p className="gw-muted">
              <Text value={t.what(f)} />
            </p>
            <Difference file={f} />
          </article>
        ))
      )}
    </section>
  );
}

function Difference({ file }: { file: ChangedFile }) {
  if (file.onlySecrets === true) return <p>{t.onlySecrets}</p>;
  if (file.diff === undefined) return <Contents file={file} />;
  if (file.diff.length === 0) return <p>{t.same}</p>;
  return (
    <>
      <ol className="gw-diff" aria-label={t.diff(file.file)}>
        {diffLines(file.diff).map((line, i) => (
          <Line key={i} line={line} />
        ))}
      </ol>
      {file.leftOut !== undefined && <p className="gw-muted">{t.leftOut(file.leftOut)}</p>}
    </>
  );
}

/** Colour alone says nothing: each line has a sign to see and a word to hear. */
function Line({ line }: { line: DiffLine }) {
  switch (line.what) {
    case 'place':
      return <li className="gw-diff-place">{t.place(line.after)}</li>;
    case 'note':
      return (
        <li className="gw-diff-place">
          <Text value={line.text} />
        </li>
      );
    case 'added':
      return (
        <li className="gw-diff-added">
          <Sign sign="+" word={t.added} />
          <ins>
            <Text value={line.text} />
          </ins>
        </li>
      );
    case 'removed':
      return (
        <li className="gw-diff-removed">
          <Sign sign="-" word={t.removed} />
          <del>
            <Text value={line.text} />
          </del>
        </li>
      );
    case 'same':
      return (
        <li>
          <Sign sign=" " word={undefined} />
          <span>
            <Text value={line.text} />
          </span>
        </li>
      );
  }
}

function Sign({ sign, word }: { sign: string; word: string | undefined }) {
  return (
    <>
      <span aria-hidden="true" className="gw-diff-sign">
        {sign}
      </span>
      {word !== undefined && <span className="gw-unseen">{word}</span>}
    </>
  );
}

/** What is known of a file whose contents are not shown. */
function Contents({ file }: { file: ChangedFile }) {
  const known: [string, FileContent | undefined][] = [
    [t.before, file.before],
    [t.after, file.after],
  ];
  if (known.every(([, content]) => content === undefined)) return null;
  return (
    <dl className="gw-facts gw-facts-wide">
      {known.map(
        ([name, content]) =>
          content !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{t.content(content)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
