package io.felucca.api.image;

import io.felucca.api.Descriptor;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The images of a namespace. An image keeps its content alive; whether that content is there is not
 * checked.
 */
@ProviderType
public interface Images {
  Image get(Scope scope, String name);

  /** The images that match, in order of names. */
  List<Image> list(Scope scope, Filter filter);

  /**
   * Makes an image; ALREADY_EXISTS where the name is taken. Null for {@code at} means now; else
   * both timestamps are that moment.
   */
  Image create(Scope scope, Image image, Instant at);

  /**
   * Changes {@code labels}, {@code labels.K}, {@code target}, {@code annotations}, {@code
   * annotations.K}; all of them with no paths.
   */
  Image update(Scope scope, Image image, FieldPaths paths, Instant at);

  /**
   * Removes an image; where {@code target} is not null its digest must be that of the image, or
   * NOT_FOUND.
   */
  void delete(Scope scope, String name, Descriptor target);
}
