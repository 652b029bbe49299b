package gangway.host;

import gangway.Problem;
import gangway.host.ActingHost.Failure;
import gangway.host.ActingHost.Killed;
import gangway.host.CallFault.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What goes wrong while a process acts on a host. Every act has a number, from 1, and so has every
 * change of the host or the journal.
 */
final class FaultInjection {
  private final List<String> acts = new ArrayList<>();
  private final Map<Integer, Failure> failures = new TreeMap<>();
  private int actsWithXenStore = Integer.MAX_VALUE;
  private String fillsTheDisk = "";
  private int touches;
  private int lastTouch = Integer.MAX_VALUE;
  private boolean killed;

  private final Set<Path> unreadable = new HashSet<>();
  private final Calls calls = new Calls();

  /** Every call to the machine passes there. */
  Calls calls() {
    return calls;
  }

  void makeUnreadable(Path path) {
    unreadable.add(path);
  }

  /** Every read of a file or folder passes here. */
  <T> T read(String what, Path path, Supplier<T> answer) {
    return calls.make(
        Call.READ,
        what + " " + path,
        () -> {
          if (unreadable.contains(path)) {
            throw Problem.refused(path + " cannot be read: Input/output error", "");
          }
          return answer.get();
        });
  }

  void fail(int act, Failure how) {
    failures.put(act, how);
  }

  /** Kills the process instead of a change. */
  void killAt(int touch) {
    lastTouch = touch;
  }

  /** Whether the process was killed. */
  boolean killed() {
    return killed;
  }

  /** How many changes were made. */
  int changes() {
    return touches;
  }

  /** Whether the process is killed instead of the next change. */
  boolean killsNext() {
    return touches + 1 == lastTouch;
  }

  /** Fills the disk, until a file of a name is deleted. */
  void fillDisk(String untilDeleted) {
    fillsTheDisk = untilDeleted;
  }

  void deleted(String name) {
    if (name.equals(fillsTheDisk)) {
      fillsTheDisk = "";
    }
  }

  void needsRoom() {
    if (!fillsTheDisk.isEmpty()) {
      throw Problem.failed("it could not be written", "make room", "No space left on device");
    }
  }

  void loseXenStoreAfter(int act) {
    actsWithXenStore = act;
  }

  void needsXenStore() {
    if (acts.size() >= actsWithXenStore) {
      throw Problem.refused("XenStore cannot be read", "start it");
    }
  }

  /** What was done so far, in order, with what failed. */
  List<String> acts() {
    return List.copyOf(acts);
  }

  /** A change of the host or the journal that is no act of a plan. */
  void change(String what, Runnable effect) {
    calls.change(
        Call.CHANGE,
        what,
        () -> {
          touch();
          effect.run();
        });
  }

  /**
   * Writes a file that is no act of a plan.
   *
   * @param part writes a part of it
   */
  void write(String what, Runnable effect, Runnable part) {
    calls.change(
        Call.WRITE,
        what,
        () -> {
          touch();
          needsRoom();
          effect.run();
        },
        part);
  }

  /** Every change of the host or the journal passes here before it is made. */
  private void touch() {
    if (touches >= lastTouch - 1) {
      touches = lastTouch;
      killed = true;
      throw new Killed();
    }
    touches++;
  }

  /** Does something that a plan asks for, unless it is to fail. */
  void act(String what, Runnable effect) {
    act(Call.CHANGE, what, effect);
  }

  /** Does something that a plan asks for, by a call, unless it is to fail. */
  void act(Call call, String what, Runnable effect) {
    calls.change(call, what, () -> done(what, effect));
  }

  /** The same within a call. */
  void done(String what, Runnable effect) {
    touch();
    acts.add(what);
    Failure failure = failures.get(acts.size());
    if (failure == Failure.FAULT) {
      throw new IllegalStateException("a fault, as it was ordered");
    }
    if (failure == null || failure == Failure.DONE_ALL_THE_SAME) {
      effect.run();
    }
    if (failure != null && failure != Failure.SILENT) {
      throw Problem.failed("it failed, as it was ordered", "");
    }
  }
}
