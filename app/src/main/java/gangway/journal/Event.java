package gangway.journal;

import gangway.json.Kinds;
import java.util.List;

/** An event of an operation. Steps are numbered from 1. */
public sealed interface Event {
  /** The names in the journal. */
  Kinds<Event> KINDS =
      Kinds.of(Event.class)
          .record("planned", Planned.class, "Planned")
          .record("step-begins", Begins.class, "Begins")
          .record("step-done", Done.class, "Done")
          .record("step-failed", Failed.class, "Failed")
          .record("step-undone", Undone.class, "Undone")
          .record("step-left", Left.class, "Left")
          .record("taken-over", TakenOver.class, "TakenOver")
          .record("released", Released.class)
          .record("ended", Ended.class, "Ended")
          .build();

  /**
   * The plan is made, and the plan to undo it is on disk. An operation of several requests plans
   * several times; the last event has all steps so far.
   */
  record Planned(List<String> steps) implements Event {
    public Planned {
      steps = List.copyOf(steps);
    }
  }

  /** A step begins; its actions start only after this event is on disk. */
  record Begins(int step) implements Event {}

  /** A step is done and verified, or its condition was already met. */
  record Done(int step) implements Event {}

  /** A step failed. */
  record Failed(int step, List<String> why) implements Event {
    public Failed {
      why = List.copyOf(why);
    }
  }

  /** A step was undone. */
  record Undone(int step) implements Event {}

  /** A step could not be undone. */
  record Left(int step, List<String> why) implements Event {
    public Left {
      why = List.copyOf(why);
    }
  }

  /** Another process takes over an interrupted operation. */
  record TakenOver(Author author) implements Event {}

  /** The process stops working on an operation that has not ended; the operation needs recovery. */
  record Released() implements Event {}

  /** The operation has ended. */
  record Ended(Outcome outcome, List<String> evidence) implements Event {
    public Ended {
      evidence = List.copyOf(evidence);
    }
  }
}
