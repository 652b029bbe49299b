package gangway.view;

import gangway.guard.ShutdownPolicies;
import java.util.ArrayList;
import java.util.List;

/** What Gangway does with each guest when the host shuts down: {@code shutdown-policy --json}. */
public record ShutdownPoliciesView(List<Entry> policies) implements View {

  /**
   * The policy of a guest.
   *
   * @param policy {@code save}, {@code shutdown}, {@code ignore} or {@code none}
   */
  public record Entry(String guest, String policy) implements View {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("guest", guest);
      json.text("policy", policy);
    }
  }

  public ShutdownPoliciesView {
    policies = List.copyOf(policies);
  }

  public static ShutdownPoliciesView of(ShutdownPolicies policies) {
    List<Entry> entries = new ArrayList<>();
    policies.all().forEach((guest, policy) -> entries.add(new Entry(guest, policy.word())));
    return new ShutdownPoliciesView(entries);
  }

  /** The policy of one guest. */
  public static ShutdownPoliciesView of(String guest, String policy) {
    return new ShutdownPoliciesView(List.of(new Entry(guest, policy)));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("policies", policies);
  }
}
