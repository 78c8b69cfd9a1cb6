package io.felucca.api.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Blobs by digest, and the ingests that become blobs.
 *
 * <p>A blob never changes; only its labels do. An ingest has a reference of the caller's choice, is
 * written by one writer at a time, survives restarts and is resumed by opening a writer on the same
 * reference. The raw store knows no namespaces: the view over it in {@code metadata} prefixes
 * references and decides who sees which blob.
 */
@ConsumerType
public interface ContentStore extends Plugin {
  PluginKind<ContentStore> KIND = new PluginKind<>("io.containerd.content.v1", ContentStore.class);

  /** What is known of a blob; NOT_FOUND where there is none. */
  ContentInfo info(Scope scope, Digest digest);

  /**
   * Replaces labels ({@code labels}, {@code labels.K}); with no paths all labels. Other paths are
   * an INVALID_ARGUMENT.
   */
  ContentInfo update(Scope scope, ContentInfo info, FieldPaths paths);

  /** Tells every blob that matches, in order of digests. */
  void list(Scope scope, Filter filter, Consumer<ContentInfo> to);

  /** Removes a blob; open readers go on. NOT_FOUND where there is none. */
  void delete(Scope scope, Digest digest);

  /**
   * Opens a blob; NOT_FOUND where there is none. Size and media type of the descriptor may be
   * missing.
   */
  ContentReader reader(Scope scope, Descriptor descriptor);

  /**
   * Opens or resumes the ingest {@code ref} and locks it.
   *
   * @param expected what is going to be written: digest and size where known, an empty descriptor
   *     else
   * @throws io.felucca.api.Fault UNAVAILABLE where another writer holds the reference;
   *     ALREADY_EXISTS where the expected digest is there
   */
  ContentWriter writer(Scope scope, String ref, Descriptor expected);

  /** How far an ingest has come; NOT_FOUND where there is none. Works while a writer holds it. */
  IngestStatus status(Scope scope, String ref);

  /** All ingests that match, in order of references. */
  List<IngestStatus> statuses(Scope scope, Filter filter);

  /** Removes an ingest; NOT_FOUND where there is none. */
  void abort(Scope scope, String ref);
}
