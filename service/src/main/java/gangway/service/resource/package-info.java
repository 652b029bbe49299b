/** The resources of the API, which docs/api.md describes. */
@NullMarked
package gangway.service.resource;

import org.jspecify.annotations.NullMarked;
