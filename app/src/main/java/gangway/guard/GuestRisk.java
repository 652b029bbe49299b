package gangway.guard;

import gangway.toolstack.Domain;
import gangway.toolstack.Toolstack;

/** A running guest, and what a save or migration would do to the guest. */
public record GuestRisk(Domain domain, Toolstack toolstack, Risk risk) {}
