package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's Ansible on the machine where the lab runs, with the collection of this checkout. It
 * manages the lab's dom0.
 *
 * @param folder has the collection, the inventory and the playbooks
 */
record Ansible(Path folder) {

  /** Installs Ansible, if it is missing, and the collection into an empty folder. */
  static Ansible managing(Lab lab, Path folder) {
    Ansible ansible = new Ansible(folder);
    ansible.write("ansible.cfg", "");
    must(HostCommand.of(Checkout.ROOT.resolve("tools/need").toString(), "ansible=ansible-core"));
    must(
        ansible.command(
            List.of(
                "ansible-galaxy",
                "collection",
                "install",
                "--offline",
                "-p",
                folder.toString(),
                Checkout.ROOT.resolve("ansible").toString())));
    ansible.write("inventory.yml", inventory(lab));
    return ansible;
  }

  /** Plays tasks in dom0, with more options of {@code ansible-playbook}. */
  Output play(String tasks, String... options) {
    String play = "- hosts: dom0\n  gather_facts: false\n  tasks:\n" + tasks.indent(4);
    Path playbook = write("playbook.yml", play);
    List<String> words =
        new ArrayList<>(
            List.of(
                "ansible-playbook",
                "-i",
                folder.resolve("inventory.yml").toString(),
                playbook.toString()));
    words.addAll(List.of(options));
    return command(words).run();
  }

  /**
   * The login of the lab. Ansible shares the lab's connection, and sends its modules through it
   * instead of copying them first.
   */
  private static String inventory(Lab lab) {
    List<String> login = lab.login(List.of("true"));
    // without the program, the address and the command
    String options = String.join(" ", login.subList(1, login.size() - 2));
    return """
    all:
      hosts:
        dom0:
          ansible_connection: ssh
          ansible_host: 127.0.0.1
          ansible_user: root
          ansible_ssh_args: "%s"
          ansible_pipelining: true
          ansible_python_interpreter: /usr/bin/python3
    """
        .formatted(options);
  }

  /** A command that uses only the settings and collections of the folder. */
  private HostCommand command(List<String> words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "env",
                "LC_ALL=C.UTF-8",
                "ANSIBLE_HOME=" + folder.resolve("home"),
                "ANSIBLE_CONFIG=" + folder.resolve("ansible.cfg"),
                "ANSIBLE_COLLECTIONS_PATH=" + folder,
                "ANSIBLE_NOCOLOR=1"));
    all.addAll(words);
    return new HostCommand(all);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void must(HostCommand command) {
    Output output = command.run();
    assertThat(output.exit()).as(output.out() + output.err()).isZero();
  }
}
