package gangway.lab;

import gangway.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The stored properties of a lab, by which later commands find it. */
record LabState(Image image, Hardware hardware, Accelerator accelerator, int sshPort) {
  void write(Path file) {
    Properties text = new Properties();
    text.setProperty("image", image.folder().toString());
    text.setProperty("iommu", Boolean.toString(hardware.iommu()));
    text.setProperty("nics", Integer.toString(hardware.nics()));
    text.setProperty("nvmes", Integer.toString(hardware.nvmes()));
    text.setProperty("virtualFunctions", Boolean.toString(hardware.virtualFunctions()));
    text.setProperty("accelerator", accelerator.name());
    text.setProperty("ssh.port", Integer.toString(sshPort));
    try (Writer out = Files.newBufferedWriter(file)) {
      text.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if the file does not exist. */
  static Optional<LabState> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties text = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      text.load(in);
      return Optional.of(
          new LabState(
              new Image(Path.of(text.getProperty("image", ""))),
              new Hardware(
                  Boolean.parseBoolean(text.getProperty("iommu", "")),
                  Integer.parseInt(text.getProperty("nics", "")),
                  Integer.parseInt(text.getProperty("nvmes", "")),
                  Boolean.parseBoolean(text.getProperty("virtualFunctions", ""))),
              Accelerator.valueOf(text.getProperty("accelerator", "")),
              Integer.parseInt(text.getProperty("ssh.port", ""))));
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.failed(
          "the stored properties of this lab cannot be read: " + file,
          "end its QEMU process, if any, and delete the folder " + file.getParent(),
          String.valueOf(e.getMessage()));
    }
  }
}
