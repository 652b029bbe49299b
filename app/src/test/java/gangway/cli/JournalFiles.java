package gangway.cli;

import gangway.host.GuideHost;

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
}
