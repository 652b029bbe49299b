package gangway.cli;

import gangway.boot.FileEdit;
import gangway.host.GuideHost;
import gangway.operation.Features;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations in the journal of a host, as files: their ids and times are fixed. */
final class JournalFiles {
  private static final String HISTORY = "var/lib/gangway/history/";
  private static final String RUNNING = "var/lib/gangway/running/";
  private static final String ALICE =
      """
      {"user":"alice as root","from":"192.0.2.7","pid":%d,"started":"81234","boot":"2f0d",\
      "pidNamespace":null}\
      """;

  private JournalFiles() {}

  private static String header(String id, int pid, String words, String claims) {
    return """
    {"format":2,"version":"0.1.0","id":"%s","parent":null,"begun":"2026-11-29T01:02:03.456Z",\
    "author":%s,"words":[%s],"claims":[%s]}
    """
        .formatted(id, ALICE.formatted(pid), words, claims);
  }

  private static String event(int second, String event) {
    return "{\"at\":\"2026-11-29T01:02:%02dZ\",\"event\":%s}\n".formatted(second, event);
  }

  private static void put(GuideHost host, String folder, String id, String text) {
    host.put(folder + id + "/run.jsonl", text);
  }

  /** A detach that was done. */
  static void done(GuideHost host) {
    String id = "20261129T010203.456-11";
    put(
        host,
        HISTORY,
        id,
        header(id, 11, "\"detach\",\"pv1\",\"09:00.0\"", "")
            + event(4, "{\"kind\":\"planned\",\"steps\":[\"take 0000:09:00.0 from pv1\"]}")
            + event(5, "{\"kind\":\"step-begins\",\"step\":1}")
            + event(6, "{\"kind\":\"step-done\",\"step\":1}")
            + event(7, "{\"kind\":\"ended\",\"outcome\":\"done\",\"evidence\":[]}"));
  }

  /** A hide that failed in its second step and was undone. */
  static void undone(GuideHost host) {
    String id = "20261129T010203.456-12";
    put(
        host,
        HISTORY,
        id,
        header(id, 12, "\"hide\",\"09:00.0\"", "")
            + event(4, "{\"kind\":\"planned\",\"steps\":[\"unbind\",\"bind\"]}")
            + event(5, "{\"kind\":\"step-begins\",\"step\":1}")
            + event(6, "{\"kind\":\"step-done\",\"step\":1}")
            + event(7, "{\"kind\":\"step-begins\",\"step\":2}")
            + event(8, "{\"kind\":\"step-failed\",\"step\":2,\"why\":[\"busy\",\"no slot\"]}")
            + event(9, "{\"kind\":\"step-undone\",\"step\":2}")
            + event(10, "{\"kind\":\"step-undone\",\"step\":1}")
            + event(11, "{\"kind\":\"ended\",\"outcome\":\"undone\",\"evidence\":[\"no bind\"]}"));
  }

  /** A hide that could not be undone, which another process took over and left as it was. */
  static void left(GuideHost host) {
    String id = "20261129T010203.456-13";
    put(
        host,
        HISTORY,
        id,
        header(id, 13, "\"hide\",\"0a:04.0\"", "")
            + event(4, "{\"kind\":\"planned\",\"steps\":[\"unbind\"]}")
            + event(5, "{\"kind\":\"step-begins\",\"step\":1}")
            + event(6, "{\"kind\":\"step-failed\",\"step\":1,\"why\":[\"busy\"]}")
            + event(7, "{\"kind\":\"step-left\",\"step\":1,\"why\":[\"busy too\"]}")
            + event(8, "{\"kind\":\"released\"}")
            + event(9, "{\"kind\":\"taken-over\",\"author\":" + ALICE.formatted(14) + "}")
            + event(10, "{\"kind\":\"ended\",\"outcome\":\"left\",\"evidence\":[\"as it is\"]}"));
  }

  /** A hide of 09:00.0 whose process lives. */
  static void inProgress(GuideHost host) {
    String id = "20261129T010203.456-4711";
    host.put(
        "proc/4711/stat", "4711 (java) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 81234 1 2\n");
    put(
        host,
        RUNNING,
        id,
        header(
                id,
                4711,
                "\"hide\",\"--now\",\"09:00.0\"",
                "{\"kind\":\"function\",\"function\":\"0000:09:00.0\"}")
            + event(4, "{\"kind\":\"planned\",\"steps\":[\"unbind\"]}")
            + event(5, "{\"kind\":\"step-begins\",\"step\":1}"));
  }

  /** A hide of 0a:04.0 whose process is gone. */
  static void interrupted(GuideHost host) {
    String id = "20261129T010203.456-4712";
    put(
        host,
        RUNNING,
        id,
        header(
            id,
            4712,
            "\"hide\",\"0a:04.0\"",
            "{\"kind\":\"function\",\"function\":\"0000:0a:04.0\"}"));
  }

  /** Operations of later versions, and one with a damaged file: ended and open. */
  static void unreadable(GuideHost host) {
    String later = "20261129T010203.456-15";
    put(host, HISTORY, later, header(later, 15, "", "").replace("\"format\":2", "\"format\":3"));
    put(host, HISTORY, "by-hand", "{\"format\":2,\"versi\n");
    String open = "20261129T010203.456-16";
    put(
        host,
        RUNNING,
        open,
        header(open, 16, "", "").replace("0.1.0", "0.7.0") + event(4, "{\"kind\":\"waits\"}"));
  }

  /**
   * A command that changed files in every way: it created one, edited one with a password, edited
   * one that is not text, renamed one, and undid an edit.
   */
  static void changedFiles(GuideHost host) {
    String id = "20261129T010203.456-17";
    List<Step> steps =
        List.of(
            edit(
                "etc/modprobe.d/gangway.conf",
                null,
                "# by gangway\noptions xen-pciback hide=(a)\n"),
            edit(
                "etc/xen/pv1.cfg",
                "name = 'pv1'\nvncpasswd = 'one'\nmemory = 256\n",
                "name = 'pv1'\nvncpasswd = 'two'\nmemory = 256\npci = [ '09:00.0' ]\n"),
            edit("etc/a.bin", "\0a", "\0b"),
            new Step(
                "rename the tool",
                List.of(new Action.Move(Path.of("/usr/sbin/xl"), Path.of("/usr/sbin/xl.real"))),
                new Condition.NotVerifiable(),
                List.of(),
                new Condition.NeverUndone()),
            edit("etc/modules", "loop\n", "loop\nxen-pciback\n"));
    StringBuilder events = new StringBuilder(header(id, 17, "\"hide\",\"--boot\",\"09:00.0\"", ""));
    events.append(event(4, "{\"kind\":\"planned\",\"steps\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}"));
    for (int step = 1; step <= steps.size(); step++) {
      events
          .append(event(5, "{\"kind\":\"step-begins\",\"step\":" + step + "}"))
          .append(event(6, "{\"kind\":\"step-done\",\"step\":" + step + "}"));
    }
    events
        .append(event(7, "{\"kind\":\"step-undone\",\"step\":5}"))
        .append(event(8, "{\"kind\":\"ended\",\"outcome\":\"done\",\"evidence\":[]}"));
    put(host, HISTORY, id, events.toString());
    host.put(HISTORY + id + "/plan.json", Features.PLANS.text(UndoRecord.of(new Plan(steps))));
  }

  private static Step edit(String file, @Nullable String before, String after) {
    return Step.replacing(
        "edit /" + file,
        new FileEdit(Path.of("/" + file), Optional.ofNullable(before), Optional.of(after)));
  }
}
