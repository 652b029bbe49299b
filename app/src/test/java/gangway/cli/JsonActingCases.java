package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.migration.OtherGangway;
import gangway.xen.guest.Images;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The command lines of commands that act or write files, with golden files of their JSON. */
final class JsonActingCases {
  private static final String IMAGE = "/srv/pv1.image";
  private static final String SSH = "ssh -o BatchMode=yes -o ServerAliveInterval=15 ";

  private JsonActingCases() {}

  static Stream<JsonCase> all() {
    return Stream.of(
            hide(),
            functions(),
            apply(),
            definitions(),
            guestPrepare(),
            guard(),
            saved(),
            recover(),
            shutdownPolicy(),
            others())
        .flatMap(List::stream);
  }

  private static JsonCase of(
      String command, String variant, String arguments, Supplier<GuideHost> host) {
    return acting(command, variant, arguments, () -> host.get().machine());
  }

  private static JsonCase acting(
      String command, String variant, String arguments, Supplier<ActingHost> machine) {
    return new JsonCase(command, variant, arguments, machine::get);
  }

  /** Every outcome, and every event, of one command. */
  private static List<JsonCase> hide() {
    return List.of(
        of("hide", "done", CARD, JsonHosts::plain),
        of("hide", "planned", "--dry-run " + CARD, JsonHosts::plain),
        of("hide", "already-so", "--now " + CARD, () -> JsonHosts.plain().hidden(CARD)),
        of("hide", "refused", "00:1f.2", JsonHosts::plain),
        of("hide", "accepted", "--accept NETWORK-LINK-UP --now " + TWIN, JsonHosts::plain),
        of("hide", "invalid", "0c:00.0", JsonHosts::plain),
        of("hide", "interrupted-operation", TWIN, JsonHosts::changing),
        acting("hide", "undone", CARD, JsonActingCases::undone),
        acting("hide", "not-undone", CARD, JsonActingCases::notUndone),
        of("hide", "lines-done", CARD, JsonHosts::plain),
        of("hide", "lines-planned", "--dry-run " + CARD, JsonHosts::plain),
        of("hide", "lines-refused", "00:1f.2", JsonHosts::plain),
        acting("hide", "lines-undone", CARD, JsonActingCases::undone),
        acting("hide", "lines-not-undone", CARD, JsonActingCases::notUndone));
  }

  private static List<JsonCase> apply() {
    String file = "src/test/resources/declarations/";
    return List.of(
        of("apply", "done", file + "pv1.yaml", JsonActingCases::otherwise),
        of("apply", "planned", "--dry-run " + file + "pv1.yaml", JsonActingCases::otherwise),
        of("apply", "already-so", file + "nothing.yaml", JsonHosts::plain),
        of("apply", "refused", file + "disk.yaml", JsonHosts::plain),
        of("apply", "invalid", file + "errors.yaml", JsonHosts::plain),
        acting(
            "apply",
            "undone",
            file + "pv1.yaml",
            () -> otherwise().machine().failing(12, Failure.NOT_DONE)));
  }

  /** The guest has a device, and is to have another one. */
  private static GuideHost otherwise() {
    return JsonHosts.plain().hidden(TWIN).given(3, TWIN);
  }

  private static ActingHost undone() {
    return JsonHosts.plain().machine().failing(3, Failure.NOT_DONE);
  }

  private static ActingHost notUndone() {
    return JsonHosts.plain()
        .machine()
        .failing(3, Failure.NOT_DONE)
        .failing(4, Failure.NOT_DONE)
        .failing(5, Failure.NOT_DONE);
  }

  private static List<JsonCase> functions() {
    return List.of(
        of("unhide", "done", "--now " + CARD, () -> JsonHosts.plain().hidden(CARD)),
        of("attach", "done", "--now pv1 " + CARD, JsonActingCases::attachable),
        of("attach", "refused", "--now pv2 " + CARD, JsonHosts::plain),
        of("detach", "done", "--now pv1 " + CARD, JsonHosts::given),
        of("detach", "refused", "--now pv9 " + CARD, JsonHosts::given));
  }

  private static GuideHost attachable() {
    return JsonHosts.plain().made(3, "{}", "{ \"e820_host\": \"True\" }").hidden(CARD);
  }

  private static List<JsonCase> definitions() {
    String db1 = "db1 --pci 09:00.0 --kernel /srv/vmlinux";
    Supplier<GuideHost> kernel = () -> JsonHosts.plain().hidden(CARD).put("srv/vmlinux", "");
    return List.of(
        of("new", "done", db1, kernel),
        of("new", "planned", "--dry-run " + db1, kernel),
        of("new", "refused", "--kernel /srv/nothing pv2", kernel),
        of("enable-hotplug", "done", "pv1", JsonHosts::plain),
        of("enable-hotplug", "check", "--check pv1", JsonActingCases::attachable),
        of("enable-hotplug", "check-refused", "--check pv1", JsonHosts::given),
        of("enable-hotplug", "lines-check", "--check pv1", JsonActingCases::attachable));
  }

  private static List<JsonCase> guestPrepare() {
    String asked = SSH + "root@pv1 sh -s -- look pv";
    String report =
        """
        system modules-load
        module xen-pcifront
        present loaded
        at-boot %s
        boot-file /etc/modules-load.d/gangway-xen-pcifront.conf
        boot-mine %s
        iommu-soft set
        grub-mine no
        """;
    Supplier<GuideHost> not = () -> JsonHosts.plain().answer(asked, report.formatted("no", "no"));
    Supplier<GuideHost> prepared =
        () -> JsonHosts.plain().answer(asked, report.formatted("yes", "yes"));
    return List.of(
        of("guest-prepare", "planned", "--dry-run --kind pv --ssh root@pv1", not),
        of("guest-prepare", "already-so", "--kind pv --ssh root@pv1", prepared),
        of("guest-prepare", "one-of-two", "--kind pv --ssh root@pv1 pv;1", prepared),
        of("guest-prepare", "invalid", "--print", JsonHosts::plain));
  }

  private static List<JsonCase> guard() {
    return List.of(
        of("guard install", "done", "", JsonActingCases::guardable),
        of("guard install", "already-so", "", JsonHosts::guarded),
        of("guard install", "refused", "", JsonHosts::plain),
        of("guard remove", "done", "", JsonHosts::guarded),
        of("guard scan", "images", "/srv", JsonActingCases::images),
        of("guard scan", "nothing", "/etc/xen", JsonHosts::plain),
        of("guard shutdown", "shut-down", "", JsonHosts::given),
        of("guard shutdown", "lines-shut-down", "", JsonHosts::given),
        acting("guard shutdown", "saved", "", JsonActingCases::withPolicy),
        of("guard shutdown", "unsaved", "", () -> policy(given())),
        acting("guard resume", "done", "", JsonActingCases::afterShutdown),
        of("guard resume", "nothing", "", JsonHosts::plain));
  }

  private static GuideHost policy(GuideHost host) {
    return host.put("etc/gangway/shutdown-policy", "save pv1\n");
  }

  private static ActingHost withPolicy() {
    return policy(given()).machine().withModuleSaying(3, "1 0");
  }

  private static ActingHost afterShutdown() {
    GuideHost host = policy(given());
    JsonCase.run(host.machine().withModuleSaying(3, "1 0"), List.of("guard", "shutdown"));
    return host.machine().withModuleSaying(3, "1 0");
  }

  private static GuideHost guardable() {
    return JsonHosts.guardable().put(Launcher.path().toString().substring(1), "");
  }

  private static GuideHost images() {
    GuideHost host = JsonHosts.plain();
    host.put("srv/pv1.image", Images.whole("{ }")).put("srv/pv2.image", Images.xl("{ }"));
    return host;
  }

  private static List<JsonCase> saved() {
    return List.of(
        acting("save", "done", "pv1 " + IMAGE, JsonActingCases::withModule),
        acting("save", "planned", "--dry-run pv1 " + IMAGE, JsonActingCases::withModule),
        of("save", "refused", "pv1 " + IMAGE, JsonActingCases::given),
        acting("restore", "done", IMAGE, JsonActingCases::afterSave),
        acting("restore", "planned", "--dry-run " + IMAGE, JsonActingCases::afterSave),
        acting("restore", "lines-done", IMAGE, JsonActingCases::afterSave),
        of("restore", "refused", "/etc/xen/pv1.cfg", JsonHosts::plain),
        acting("migrate", "planned", "--dry-run pv1 other-host", JsonActingCases::withOther),
        of("migrate", "invalid", "pv1 a;b", JsonActingCases::given));
  }

  private static GuideHost given() {
    GuideHost host = JsonHosts.plain().put("srv/other", "").hidden(CARD, TWIN).given(3, CARD);
    host.store().with("/local/domain/3/memory/target", "262144");
    return host;
  }

  private static ActingHost withModule() {
    return given().machine().withModuleSaying(3, "1 0");
  }

  private static ActingHost afterSave() {
    GuideHost host = given();
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");
    JsonCase.run(machine, List.of("save", "pv1", IMAGE));
    return host.machine().withModuleSaying(3, "1 0");
  }

  private static ActingHost withOther() {
    return OtherGangway.able(given(), "other-host")
        .withShadow()
        .answer(
            SSH + "other-host gangway devices --json",
            """
            {"format": 1, "functions": [{"address": "%s", "id": "8086:10d3",\
             "subsystem": "8086:a01f", "owner": {"kind": "pciback"}}]}
            """
                .formatted(CARD))
        .answer(SSH + "other-host xl list", "Domain-0  0  2048  4  r-----  9.9\n")
        .machine()
        .withModuleSaying(3, "1 0");
  }

  private static List<JsonCase> recover() {
    return List.of(
        of("recover", "nothing", "", JsonHosts::plain),
        of("recover", "undone", "", JsonHosts::changing),
        of("recover", "kept", "--as-is", JsonHosts::changing),
        of("recover", "unreadable", "", JsonHosts::unreadable),
        of("recover", "resumed", "", RecoverSuspendedGuestsTest::suspended),
        of("recover", "lines-resumed", "", RecoverSuspendedGuestsTest::suspended),
        of("recover", "not-suspended", "pv1", JsonHosts::plain),
        of("recover", "refused", "pv2", JsonHosts::plain),
        acting("recover", "steps-undone", "", JsonActingCases::killed));
  }

  /** A hide was killed in its third action. */
  private static ActingHost killed() {
    GuideHost host = JsonHosts.plain();
    JsonCase.run(host.machine().killedAt(14), List.of("hide", "--now", CARD));
    return host.machine();
  }

  private static List<JsonCase> shutdownPolicy() {
    Supplier<GuideHost> policies =
        () -> JsonHosts.plain().put("etc/gangway/shutdown-policy", "save pv1\nignore pv2\n");
    return List.of(
        of("shutdown-policy", "all", "", policies),
        of("shutdown-policy", "none", "", JsonHosts::plain),
        of("shutdown-policy", "one", "pv1", policies),
        of("shutdown-policy", "set", "pv1 save", JsonHosts::plain),
        of("shutdown-policy", "already-so", "pv1 save", policies),
        of("shutdown-policy", "invalid", "pv1 nonsense", policies));
  }

  private static List<JsonCase> others() {
    return List.of(
        of("boot-config", "lines", CARD, JsonHosts::plain),
        of("boot-config", "replaced", TWIN, JsonHosts::detailed),
        of("boot-config", "unknown-driver", "0c:00.0", JsonHosts::plain),
        of("capture", "written", "FOLDER/host.gangway", JsonHosts::plain),
        of("capture", "not-root", "FOLDER/host.gangway", () -> JsonHosts.plain().withoutRoot()),
        of("doctor", "lines-repaired", "--fix", JsonHosts::withIssues),
        of("doctor", "lines-without-fix", "", JsonHosts::plain));
  }
}
