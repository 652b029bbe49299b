/**
 * Operations on disk: who changed what and when, and how it ended. {@link
 * gangway.journal.OperationWriter} writes an operation, {@link gangway.journal.Journal} finds those
 * that are in progress, interrupted or ended.
 */
@NullMarked
package gangway.journal;

import org.jspecify.annotations.NullMarked;
