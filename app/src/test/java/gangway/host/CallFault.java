package gangway.host;

import gangway.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How one call of the program to its machine fails. */
public sealed interface CallFault {
  /** The kinds of calls. */
  enum Call {
    /** Reads a file or a folder. */
    READ,
    /** Runs a command that changes nothing. */
    QUESTION,
    /** Runs a command that changes something. */
    COMMAND,
    /** Changes a file or a folder; the change is atomic. */
    CHANGE,
    /** Appends to a file; a part of the text can be written. */
    WRITE,
    /** Opens the connection to XenStore. */
    STORE_OPEN,
    /** Reads XenStore, or sets or removes a watch. */
    STORE_READ,
    /** Writes to XenStore, or ends a transaction. */
    STORE_CHANGE;

    /** Whether such a call only reads. */
    public boolean reads() {
      return this == READ || this == QUESTION || this == STORE_OPEN || this == STORE_READ;
    }
  }

  /** When the call fails. */
  enum Moment {
    /** Nothing was done. */
    BEFORE,
    /** A part of a file was written. */
    MIDDLE,
    /** All was done. */
    AFTER
  }

  Moment moment();

  /** The calls that can fail so. */
  Set<Call> calls();

  /** What such a call throws. */
  Throwable thrown(Call call);

  /** All faults. */
  static List<CallFault> all() {
    return List.of(
        new DiskError(Moment.BEFORE),
        new DiskError(Moment.AFTER),
        new DiskFull(Moment.BEFORE),
        new DiskFull(Moment.MIDDLE),
        new DiskFull(Moment.AFTER),
        new TimedOut(Moment.BEFORE),
        new TimedOut(Moment.AFTER),
        new StoreRefused("EIO"),
        new StoreRefused("EACCES"),
        new StoreLost(),
        noMemory(Moment.BEFORE),
        noMemory(Moment.AFTER),
        fullStack(Moment.BEFORE),
        fullStack(Moment.AFTER));
  }

  /** An OutOfMemoryError. */
  static CallFault noMemory(Moment moment) {
    return new JavaError(moment, new OutOfMemoryError("as it was ordered"));
  }

  /** A StackOverflowError. */
  static CallFault fullStack(Moment moment) {
    return new JavaError(moment, new StackOverflowError("as it was ordered"));
  }

  /** EIO; after a write, fsync reports it. */
  record DiskError(Moment moment) implements CallFault {
    @Override
    public Set<Call> calls() {
      return moment == Moment.BEFORE
          ? EnumSet.of(Call.READ, Call.QUESTION, Call.COMMAND, Call.CHANGE, Call.WRITE)
          : EnumSet.of(Call.CHANGE, Call.WRITE);
    }

    @Override
    public Throwable thrown(Call call) {
      return call == Call.READ
          ? Problem.refused("it cannot be read: Input/output error", "")
          : Problem.failed("it failed: Input/output error", "");
    }
  }

  /** ENOSPC; in the middle: after a short write; after: fsync reports it. */
  record DiskFull(Moment moment) implements CallFault {
    @Override
    public Set<Call> calls() {
      return moment == Moment.MIDDLE ? EnumSet.of(Call.WRITE) : EnumSet.of(Call.CHANGE, Call.WRITE);
    }

    @Override
    public Throwable thrown(Call call) {
      return Problem.failed("it could not be written: No space left on device", "make room");
    }
  }

  /** A program or xenstored does not answer in time; after: it did what it was told to do. */
  record TimedOut(Moment moment) implements CallFault {
    @Override
    public Set<Call> calls() {
      return moment == Moment.BEFORE
          ? EnumSet.of(
              Call.QUESTION, Call.COMMAND, Call.STORE_OPEN, Call.STORE_READ, Call.STORE_CHANGE)
          : EnumSet.of(Call.COMMAND, Call.STORE_CHANGE);
    }

    @Override
    public Throwable thrown(Call call) {
      return Problem.failed("it did not end in time", "");
    }
  }

  /**
   * xenstored refuses a request: EIO, or EACCES. The socket itself refuses a connection so, too.
   *
   * @param code the code of the error, as xenstored sends it
   */
  record StoreRefused(String code) implements CallFault {
    @Override
    public Moment moment() {
      return Moment.BEFORE;
    }

    @Override
    public Set<Call> calls() {
      return EnumSet.of(Call.STORE_OPEN, Call.STORE_READ, Call.STORE_CHANGE);
    }

    @Override
    public Throwable thrown(Call call) {
      return call == Call.STORE_OPEN
          ? Problem.refused("XenStore cannot be read", "start it", "/run/xenstored/socket: " + code)
          : Problem.failed("xenstored refused a request", "check the path", code);
    }
  }

  /** The connection is lost after xenstored has done what was requested. */
  record StoreLost() implements CallFault {
    @Override
    public Moment moment() {
      return Moment.AFTER;
    }

    @Override
    public Set<Call> calls() {
      return EnumSet.of(Call.STORE_CHANGE);
    }

    @Override
    public Throwable thrown(Call call) {
      return Problem.failed("the connection to xenstored was lost", "", "Broken pipe");
    }
  }

  /** The Java virtual machine has no memory or stack left. */
  record JavaError(Moment moment, VirtualMachineError error) implements CallFault {
    @Override
    public Set<Call> calls() {
      return moment == Moment.BEFORE
          ? EnumSet.allOf(Call.class)
          : EnumSet.of(Call.COMMAND, Call.CHANGE, Call.WRITE, Call.STORE_CHANGE);
    }

    @Override
    public Throwable thrown(Call call) {
      return error;
    }
  }
}
