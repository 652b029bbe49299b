package gangway.journal;

import gangway.json.Kinds;
import java.util.List;

/** Something that happened in an operation. Steps are counted from 1. */
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

  /** The steps were found, and how they are undone is on disk. */
  record Planned(List<String> steps) implements Event {}

  /** A step begins; what it does is done only after this is on the disk. */
  record Begins(int step) implements Event {}

  /** A step is done and was seen to be, or what it was to do was so already. */
  record Done(int step) implements Event {}

  /** A step did not work. */
  record Failed(int step, List<String> why) implements Event {}

  /** A step was taken back. */
  record Undone(int step) implements Event {}

  /** A step could not be taken back. */
  record Left(int step, List<String> why) implements Event {}

  /** Another process takes over an interrupted operation. */
  record TakenOver(Author author) implements Event {}

  /** The process stops working on the operation, which is not over: it waits for recovery. */
  record Released() implements Event {}

  /** The operation is over. */
  record Ended(Outcome outcome, List<String> evidence) implements Event {}
}
