package gangway.guard;

import gangway.toolstack.Domain;
import gangway.toolstack.Toolstack;

/** A guest that runs, and what saving it would do to it. */
public record GuestRisk(Domain domain, Toolstack toolstack, Risk risk) {}
