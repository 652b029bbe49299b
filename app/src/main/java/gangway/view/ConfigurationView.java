package gangway.view;

import gangway.config.Configuration;
import gangway.config.Entry;
import gangway.config.Group;
import gangway.config.Setting;
import java.util.List;
import java.util.OptionalInt;

/** The configuration of a host: {@code config --json}. */
public record ConfigurationView(Configuration configuration) implements View {
  @Override
  public void writeTo(ViewWriter json) {
    json.text("file", configuration.file());
    json.objects("settings", settings());
    json.objects("groups", configuration.groups().stream().map(GroupView::new).toList());
  }

  private List<SettingView> settings() {
    return Setting.all().stream().map(setting -> new SettingView(configuration, setting)).toList();
  }

  private record SettingView(Configuration configuration, Setting setting) implements View {
    @Override
    public void writeTo(ViewWriter json) {
      OptionalInt line = configuration.entry(setting).stream().mapToInt(Entry::line).findFirst();
      json.text("section", setting.section());
      json.text("key", setting.key());
      json.text("value", configuration.value(setting));
      json.text("default", setting.standard());
      json.text("origin", line.isPresent() ? "file" : "default");
      json.number("line", line);
    }
  }

  private record GroupView(Group group) implements View {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", group.name());
      json.texts("functions", group.functions());
      json.number("line", group.line());
    }
  }
}
