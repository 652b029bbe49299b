import { text } from '../strings';

/** Where in the task the user is. */
export function TaskSteps({ current, steps = text.wizard.steps }: { current: number; steps?: readonly string[] }) {
  return (
    <nav aria-label={text.wizard.progress} className="gw-task">
      <p className="gw-task-short">{text.wizard.stepOf(current + 1, steps.length)}</p>
      <ol>
        {steps.map((s, i) => (
          <li key={s} aria-current={i === current ? 'step' : undefined} className={i < current ? 'gw-task-past' : ''}>
            <span className="gw-task-number">{i + 1}</span> {s}
          </li>
        ))}
      </ol>
    </nav>
  );
}
