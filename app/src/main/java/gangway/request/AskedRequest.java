package gangway.request;

import gangway.journal.Claim;
import gangway.pci.PciAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an operator asks for: a request alone, or an attach or a detach with what belongs to it in
 * dom0. {@code assign} hides the functions before it attaches them; {@code unassign} returns them
 * to their dom0 drivers after it has detached them.
 *
 * @param request the request; of an assignment, the attach or the detach
 * @param withDom0 whether the functions are also hidden before, or unhidden afterwards
 */
public record AskedRequest(Request request, boolean withDom0) {
  public AskedRequest {
    if (withDom0 && !(request instanceof Request.Attach || request instanceof Request.Detach)) {
      throw new IllegalArgumentException("no part of dom0 belongs to " + request.verb());
    }
  }

  /** The command that makes the request. */
  public String verb() {
    return switch (request) {
      case Request.Attach _ when withDom0 -> "assign";
      case Request.Detach _ when withDom0 -> "unassign";
      default -> request.verb();
    };
  }

  public List<PciAddress> functions() {
    return request.functions();
  }

  /**
   * What no other operation may change while the request is carried out. Boot settings change with
   * the guest's definition.
   */
  public Set<Claim> claims() {
    Set<Claim> claims = new LinkedHashSet<>(request.claims());
    if (withDom0 && request.lasting()) {
      claims.add(new Claim.OfBootSettings());
    }
    return claims;
  }

  /** Whether its result, or a check of it, depends on the boot settings of the host. */
  public boolean concernsBoot() {
    return withDom0 || request.concernsBoot();
  }

  /** Whether functions are hidden, so that their virtual functions disappear. */
  public boolean hides() {
    return request instanceof Request.Hide || (withDom0 && request instanceof Request.Attach);
  }
}
