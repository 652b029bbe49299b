package gangway.xen.definition.xl;

import gangway.xen.protocol.Readiness;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings for hot-plug in a definition for xl, as xl reads them ({@link XlSettings}); {@code
 * cmdline} replaces {@code root} and {@code extra}.
 */
record XlReadiness(XlConfig config) {
  private static final String MEMORY_MAP = "e820_host";
  private static final String PASSTHROUGH = "passthrough";

  List<Readiness> lacks() {
    XlSettings settings = XlSettings.of(config);
    return Stream.of(Readiness.values()).filter(setting -> !has(settings, setting)).toList();
  }

  private boolean has(XlSettings settings, Readiness setting) {
    return switch (setting) {
      case PASSTHROUGH ->
          settings
              .passthrough()
              .filter(mode -> mode.on(settings.devices()) && mode.allowedFor(settings.type()))
              .isPresent();
      case MEMORY_MAP -> settings.memoryMap();
      case BOUNCE_BUFFERS -> config.string("kernel").isEmpty() || Readiness.bounces(arguments());
    };
  }

  /** A copy of the definition with a setting. */
  XlConfig with(Readiness setting) {
    return switch (setting) {
      case PASSTHROUGH -> config.with(PASSTHROUGH, XlConfig.quoted("enabled"));
      case MEMORY_MAP -> config.with(MEMORY_MAP, "1");
      case BOUNCE_BUFFERS -> config.with(key(), XlConfig.quoted(Readiness.bouncing(arguments())));
    };
  }

  private String arguments() {
    return config.string(key()).orElse("");
  }

  private String key() {
    return config.string("cmdline").isPresent() ? "cmdline" : "extra";
  }
}
