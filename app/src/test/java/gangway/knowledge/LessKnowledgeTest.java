package gangway.knowledge;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;

import gangway.Problem;
import gangway.check.CheckHosts;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.request.Request;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.Test;

class LessKnowledgeTest {
  @Test
  void explore() {
    List<GuideHost> hosts = CheckHosts.all().toList();
    Map<String, List<String>> seen = new TreeMap<>();
    long t0 = System.nanoTime();
    int n = 0;
    Map<Question, Object> plain = record(new GuideHost().machine()).answers();
    int index = 0;
    boolean all = Boolean.getBoolean("gangway.allcalls");
    for (GuideHost made : hosts) {
      Machine machine = made.machine();
      ForgetfulMachine recorder = new ForgetfulMachine(machine);
      HostSnapshot full = new Observer(recorder).host();
      Map<Request, Set<String>> blocked = new LinkedHashMap<>();
      for (Request request : requests(full)) {
        Set<String> codes = codes(full, request);
        if (!codes.isEmpty()) {
          blocked.put(request, codes);
        }
      }
      for (Map.Entry<Question, Object> entry : recorder.answers().entrySet()) {
        if (!all && index > 0 && (index * 31 + entry.getKey().hashCode()) % 23 != 0 && same(entry.getValue(), plain.get(entry.getKey()))) {
          continue;
        }
        for (Loss loss : Loss.values()) {
          if (!loss.suits(entry.getKey(), entry.getValue())) {
            continue;
          }
          n++;
          HostSnapshot less;
          try {
            less = new Observer(new ForgetfulMachine(machine, entry.getKey(), loss)).host();
          } catch (Problem refused) {
            continue;
          } catch (RuntimeException | Error e) {
            seen.computeIfAbsent("CRASH " + loss + " " + entry.getKey() + " " + e, _ -> new ArrayList<>()).add("" + index);
            continue;
          }
          for (var each : blocked.entrySet()) {
            Set<String> codes;
            try {
              codes = codes(less, each.getKey());
            } catch (Problem p) { continue; }
            if (codes.isEmpty()) {
              seen.computeIfAbsent(loss + " " + entry.getKey() + " " + each.getKey().verb() + " " + each.getValue(), _ -> new ArrayList<>())
                  .add(index + ":" + each.getKey());
            }
          }
        }
      }
      index++;
    }
    System.out.println("hosts " + hosts.size() + " mutations " + n + " in " + (System.nanoTime() - t0) / 1e9);
    seen.forEach((k, v) -> System.out.println(k + "  x" + v.size() + " " + v.getFirst()));
  }

  private static ForgetfulMachine record(Machine machine) {
    ForgetfulMachine recorder = new ForgetfulMachine(machine);
    new Observer(recorder).host();
    return recorder;
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof Optional<?> x && b instanceof Optional<?> y && x.isPresent() && y.isPresent()
        && x.get() instanceof byte[] p && y.get() instanceof byte[] q) {
      return Arrays.equals(p, q);
    }
    return a.equals(b);
  }

  private static Set<String> codes(HostSnapshot host, Request request) {
    return Checks.of(host, request).stream()
        .filter(Finding::blocks)
        .map(Finding::code)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Request> requests(HostSnapshot host) {
    List<Request> requests = new ArrayList<>();
    host.inventory()
        .functions()
        .forEach(function -> {
          String address = function.address().toString();
          requests.add(hide(NOW, address));
          requests.add(hide(LASTING, address));
          requests.add(unhide(BOTH, address));
          for (String guest : List.of("pv1", "pv2")) {
            requests.add(attach(BOTH, guest, address));
            requests.add(detach(BOTH, guest, address));
          }
        });
    return requests;
  }
}
