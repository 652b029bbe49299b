package gangway.guard;

import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;

/** A running guest, and what a save or migration would do to the guest. */
public record GuestRisk(Domain domain, Toolstack toolstack, Risk risk) {}
