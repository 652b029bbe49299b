package gangway.cli;

import gangway.explanation.Explanations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes the manual pages of the program, of all its commands, of its configuration, and of the
 * codes of findings; the build of a package runs it.
 */
final class ManualPages {
  private ManualPages() {}

  /**
   * Writes all pages.
   *
   * @param arguments the folder for the pages of section 8, which is called {@code man8}; the
   *     folders of sections 5 and 7 are beside it
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    write(folder, Gangway.described(List.of()));
    Path others = Files.createDirectories(folder.toAbsolutePath().resolveSibling("man7"));
    Files.writeString(
        others.resolve(FindingsPage.NAME + ".7"), new FindingsPage(Explanations.read()).text());
    Path files = Files.createDirectories(folder.toAbsolutePath().resolveSibling("man5"));
    Files.writeString(files.resolve(ConfigurationPage.NAME + ".5"), ConfigurationPage.text());
  }

  private static void write(Path folder, CommandSpec command) throws IOException {
    ManualPage page = new ManualPage(command);
    Files.writeString(folder.resolve(page.name() + ".8"), page.text());
    for (CommandSpec subcommand : ManualPage.shown(command)) {
      write(folder, subcommand);
    }
  }
}
