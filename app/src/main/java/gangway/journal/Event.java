package gangway.journal;

import java.util.List;

/** Something that happened in a run. Steps are counted from 1. */
public sealed interface Event {

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

  /** Another process goes on with what a killed one left. */
  record TakenOver(Author author) implements Event {}

  /** It is over. */
  record Ended(Outcome outcome, List<String> evidence) implements Event {}
}
