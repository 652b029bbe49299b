import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts {@code gangway serve}, loads it as browsers do, and prints figures, each as a line {@code
 * NAME VALUE}. Times are in milliseconds, memory in MiB.
 *
 * <p>Usage: {@code java ServiceLoad.java start GANGWAY SOCKET ROUNDS | rate GANGWAY SOCKET SECONDS
 * | idle GANGWAY SOCKET SECONDS | viewers GANGWAY SOCKET COUNT CHANGES}. The file {@code
 * /etc/modprobe.d/gangway-bench.conf} is written to change the list: run it in a mount namespace
 * where that folder is an empty one.
 */
final class ServiceLoad {
  private static final Path CHANGED = Path.of("/etc/modprobe.d/gangway-bench.conf");
  private static final String LIST = "/api/v1/functions";
  private static final String GZIP = "Accept-Encoding: gzip\r\n";
  private static final double TICKS_PER_MILLISECOND = 0.1;

  private final String program;
  private final Path socket;

  private ServiceLoad(String program, Path socket) {
    this.program = program;
    this.socket = socket;
  }

  public static void main(String[] words) throws Exception {
    ServiceLoad load = new ServiceLoad(words[1], Path.of(words[2]));
    int number = Integer.parseInt(words[3]);
    switch (words[0]) {
      case "start" -> load.start(number);
      case "rate" -> load.rate(number);
      case "idle" -> load.idle(number);
      case "viewers" -> load.viewers(number, Integer.parseInt(words[4]));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /** A running service. */
  private record Service(Process process, String output) implements AutoCloseable {
    @Override
    public void close() throws IOException, InterruptedException {
      process.destroy();
      process.waitFor();
    }

    /** Processor time since its start, in milliseconds. */
    double processor() throws IOException {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_MILLISECOND;
    }

    /** A line of /proc/PID/status in MiB: VmRSS, RssAnon, VmHWM. */
    double memory(String name) throws IOException {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }

    void printMemory() throws IOException {
      print("rss", memory("VmRSS"));
      print("rss-anonymous", memory("RssAnon"));
      print("rss-highest", memory("VmHWM"));
    }
  }

  private Service serve(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(program, "serve", "--socket", socket.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    StringBuilder printed = new StringBuilder();
    int lines = options.length > 0 ? 2 : 1;
    for (int c; lines > 0 && (c = process.getInputStream().read()) >= 0; ) {
      printed.append((char) c);
      lines -= c == '\n' ? 1 : 0;
    }
    if (lines > 0) {
      throw new IOException("the service did not start");
    }
    return new Service(process, printed.toString());
  }

  private void start(int rounds) throws Exception {
    double[] listening = new double[rounds];
    double[] first = new double[rounds];
    List<Double> warm = new ArrayList<>();
    List<Double> unchanged = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = -1; i < rounds; i++) {
      long began = System.nanoTime();
      try (Service service = serve()) {
        double listens = since(began);
        String answer = head(get(LIST, GZIP));
        double complete = since(began);
        String tag = answer.replaceAll("(?s).*ETag: (\\S+).*", "$1");
        double used = service.processor();
        for (int j = 0; j < 10; j++) {
          double plain = timed(LIST, GZIP);
          double same = timed(LIST, GZIP + "If-None-Match: " + tag + "\r\n");
          // the first ones after the start are compiled only now
          if (j >= 5 && i >= 0) {
            warm.add(plain);
            unchanged.add(same);
          }
        }
        // the first round only fills the page cache
        if (i >= 0) {
          listening[i] = listens;
          first[i] = complete;
          processor.add(used);
        }
        if (i == rounds - 1) {
          service.printMemory();
          print("bytes", body(get(LIST, "")).length);
          print("bytes-gzip", body(get(LIST, GZIP)).length);
        }
      }
    }
    print("listening", median(Arrays.stream(listening).boxed().toList()));
    print("first-list", median(Arrays.stream(first).boxed().toList()));
    print("first-list-processor", median(processor));
    print("warm-list", median(warm));
    print("warm-list-unchanged", median(unchanged));
  }

  private double timed(String path, String headers) throws IOException {
    long began = System.nanoTime();
    get(path, headers);
    return since(began);
  }

  /** The list and a file with the same bytes, from the same listener. */
  private void rate(int seconds) throws Exception {
    try (Service service = serve("--web")) {
      String[] address = service.output().strip().split("127.0.0.1:")[1].split("/#token=");
      int port = Integer.parseInt(address[0]);
      String token = "Authorization: Bearer " + address[1] + "\r\n";
      SocketAddress web = new InetSocketAddress("127.0.0.1", port);
      String host = "Host: 127.0.0.1:" + port + "\r\n";
      String tag =
          head(ask(web, LIST, host + token + GZIP)).replaceAll("(?s).*ETag: (\\S+).*", "$1");
      String file = "/assets/functions.json";
      record Case(String name, String path, String headers) {}
      for (Case one :
          List.of(
              new Case("file", file, ""),
              new Case("list", LIST, token),
              new Case("file-gzip", file, GZIP),
              new Case("list-gzip", LIST, token + GZIP),
              new Case("list-unchanged", LIST, token + "If-None-Match: " + tag + "\r\n"))) {
        double before = service.processor();
        double count = repeated(web, one.path(), host + one.headers(), seconds);
        print(one.name() + "-per-second", count / seconds);
        print(one.name() + "-processor", (service.processor() - before) / count);
      }
      service.printMemory();
    }
  }

  /** Two connections that ask again and again; the number of answers. */
  private static double repeated(SocketAddress address, String path, String headers, int seconds)
      throws Exception {
    AtomicLong answers = new AtomicLong();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (SocketChannel channel = SocketChannel.open(address)) {
                  InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
                  while (System.nanoTime() < end) {
                    write(channel, path, headers);
                    skipAnswer(in);
                    answers.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answers.get();
  }

  private void idle(int seconds) throws Exception {
    try (Service service = serve()) {
      get(LIST, GZIP);
      Thread.sleep(10_000); // the virtual machine finishes its start
      double before = service.processor();
      Thread.sleep(seconds * 1000L);
      print("idle-processor", service.processor() - before);
      service.printMemory();
    }
  }

  /** Viewers with an open stream of events, who read the list after each change. */
  private void viewers(int count, int changes) throws Exception {
    try (Service service = serve()) {
      String address = addressInList();
      CountDownLatch streaming = new CountDownLatch(count);
      CyclicBarrier allRead = new CyclicBarrier(count + 1);
      List<Thread> viewers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        viewers.add(Thread.ofPlatform().daemon().start(() -> view(streaming, allRead)));
      }
      streaming.await();
      Thread.sleep(5_000); // the lists after the start
      double idle = service.processor();
      Thread.sleep(5_000);
      print("viewers-idle-processor-per-second", (service.processor() - idle) / 5);
      double before = service.processor();
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < changes; i++) {
        long began = System.nanoTime();
        Files.writeString(
            CHANGED,
            i % 2 == 0 ? "options xen-pciback hide=(%s)%n".formatted(address) : "# none\n");
        allRead.await();
        times.add(since(began));
        Thread.sleep(6_000); // as changes in a row are announced at longer intervals
      }
      print("change-to-all-lists", median(times));
      print("change-processor", (service.processor() - before) / changes);
      service.printMemory();
    }
  }

  private void view(CountDownLatch streaming, CyclicBarrier allRead) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      write(channel, "/api/v1/events", "Host: gangway\r\n");
      InputStream events = new BufferedInputStream(Channels.newInputStream(channel));
      boolean first = true;
      while (true) {
        String line = line(events);
        if (first) {
          get(LIST, GZIP);
          streaming.countDown();
          first = false;
        }
        if (line.equals("event: functions")) {
          get(LIST, GZIP);
          allRead.await();
        }
      }
    } catch (Exception ended) {
      // the service has ended
    }
  }

  private String addressInList() throws IOException {
    String list = new String(body(get(LIST, "")), StandardCharsets.UTF_8);
    return list.replaceAll("(?s).*?\"address\":\"([0-9a-f:.]+)\".*", "$1");
  }

  private byte[] get(String path, String headers) throws IOException {
    return ask(UnixDomainSocketAddress.of(socket), path, "Host: gangway\r\n" + headers);
  }

  /** The whole answer. */
  private static byte[] ask(SocketAddress address, String path, String headers) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      write(channel, path, headers + "Connection: close\r\n");
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      String status = new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.US_ASCII);
      if (!status.matches("HTTP/1.1 (200|304)")) {
        throw new IOException(path + ": " + status);
      }
      return answer;
    }
  }

  private static void write(SocketChannel channel, String path, String headers) throws IOException {
    String request = "GET %s HTTP/1.1\r\n%s\r\n".formatted(path, headers);
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String head(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.indexOf("\r\n\r\n") + 2);
  }

  private static byte[] body(byte[] answer) {
    return Arrays.copyOfRange(answer, head(answer).length() + 2, answer.length);
  }

  /** Reads one answer of a connection that stays open. */
  private static void skipAnswer(InputStream in) throws IOException {
    long length = 0;
    boolean chunked = false;
    String first = line(in);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
    }
    if (!first.contains(" 200 ") && !first.contains(" 304 ")) {
      throw new IOException(first);
    }
    if (!chunked) {
      in.skipNBytes(first.contains(" 304 ") ? 0 : length);
      return;
    }
    for (long size = 1; size > 0; ) {
      size = Long.parseLong(line(in), 16);
      in.skipNBytes(size + 2);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection has ended");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  private static double median(List<Double> values) {
    return values.stream()
        .sorted(Comparator.naturalOrder())
        .skip((values.size() - 1) / 2)
        .findFirst()
        .orElseThrow();
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.2f%n", name, value);
  }
}
