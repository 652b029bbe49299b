package gangway.host;

import gangway.host.CallFault.Call;
import gangway.host.CallFault.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The calls of a program to its machine, one of which can fail. Each has a number, from 1. */
final class Calls {
  private final List<Made> made = new ArrayList<>();
  private int failing;
  private Optional<CallFault> fault = Optional.empty();

  /** Whether a call is being answered: what the host's own programs read then is no call. */
  private boolean answering;

  private int eventAt;
  private Optional<Runnable> event = Optional.empty();
  private boolean locked;

  /** A call that was made. */
  record Made(Call call, String what) {}

  void fail(int n, CallFault how) {
    failing = n;
    fault = Optional.of(how);
  }

  /** Makes something happen before the n-th call, or when the process has no lock any more. */
  void before(int n, Runnable happens) {
    eventAt = n;
    event = Optional.of(happens);
  }

  /** Does something while no other process does anything. */
  <T> T locked(Supplier<T> action) {
    boolean was = locked;
    locked = true;
    try {
      return action.get();
    } finally {
      locked = was;
    }
  }

  private void letOthersAct() {
    if (!locked && made.size() + 1 >= eventAt) {
      Optional<Runnable> happens = event;
      event = Optional.empty();
      happens.ifPresent(Runnable::run);
    }
  }

  List<Made> made() {
    return List.copyOf(made);
  }

  /** Makes a call. */
  <T> T make(Call call, String what, Supplier<T> answer) {
    return make(call, what, answer, () -> {});
  }

  /** Makes a call that changes something. */
  void change(Call call, String what, Runnable effect) {
    change(call, what, effect, () -> {});
  }

  /**
   * Makes a call that writes a file.
   *
   * @param part writes a part of it
   */
  void change(Call call, String what, Runnable effect, Runnable part) {
    make(
        call,
        what,
        () -> {
          effect.run();
          return true;
        },
        part);
  }

  private <T> T make(Call call, String what, Supplier<T> answer, Runnable part) {
    if (answering) {
      return answer.get();
    }
    letOthersAct();
    made.add(new Made(call, what));
    Optional<CallFault> fails =
        fault.filter(how -> made.size() == failing && how.calls().contains(call));
    answering = true;
    try {
      if (fails.isPresent() && fails.get().moment() != Moment.AFTER) {
        if (fails.get().moment() == Moment.MIDDLE) {
          part.run();
        }
        throw thrown(fails.get(), call);
      }
      T answered = answer.get();
      if (fails.isPresent()) {
        throw thrown(fails.get(), call);
      }
      return answered;
    } finally {
      answering = false;
    }
  }

  /** Looks at XenStore within a watch or a transaction, which begins and ends by a call each. */
  <T> T within(String what, Supplier<T> looks) {
    make(Call.STORE_READ, "begin to " + what, () -> true);
    T seen = looks.get();
    make(Call.STORE_READ, "end to " + what, () -> true);
    return seen;
  }

  /** What the program does while a call of it is answered. */
  void meanwhile(Runnable task) {
    boolean was = answering;
    answering = false;
    try {
      task.run();
    } finally {
      answering = was;
    }
  }

  private static RuntimeException thrown(CallFault fault, Call call) {
    switch (fault.thrown(call)) {
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }
}
