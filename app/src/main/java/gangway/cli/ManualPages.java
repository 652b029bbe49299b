package gangway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes the manual pages of the program and of all its commands; the build of a package runs it.
 */
final class ManualPages {
  private ManualPages() {}

  /**
   * Writes all pages.
   *
   * @param arguments the folder for the pages
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    write(folder, Gangway.described(List.of()));
  }

  private static void write(Path folder, CommandSpec command) throws IOException {
    ManualPage page = new ManualPage(command);
    Files.writeString(folder.resolve(page.name() + ".8"), page.text());
    for (CommandSpec subcommand : ManualPage.shown(command)) {
      write(folder, subcommand);
    }
  }
}
