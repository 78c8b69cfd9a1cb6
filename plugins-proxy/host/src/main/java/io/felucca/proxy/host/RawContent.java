package io.felucca.proxy.host;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.HeldReader;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The content store that serves: the plugin {@code content}, or where that does not serve and
 * another one does, the first of those. Readers and writers stay with the instance that opened
 * them.
 */
final class RawContent implements ContentStore {
  private static final String USUAL = "content";

  private final PluginRegistry plugins;

  RawContent(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  private String id() {
    List<String> serving = plugins.ids(KIND);
    return serving.isEmpty() || serving.contains(USUAL) ? USUAL : serving.get(0);
  }

  private <R> R call(Scope scope, Function<ContentStore, R> fn) {
    return plugins.call(scope, KIND, id(), fn);
  }

  private void run(Scope scope, Consumer<ContentStore> fn) {
    call(
        scope,
        store -> {
          fn.accept(store);
          return null;
        });
  }

  @Override
  public ContentInfo info(Scope scope, Digest digest) {
    return call(scope, store -> store.info(scope, digest));
  }

  @Override
  public ContentInfo update(Scope scope, ContentInfo info, FieldPaths paths) {
    return call(scope, store -> store.update(scope, info, paths));
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<ContentInfo> to) {
    run(scope, store -> store.list(scope, filter, to));
  }

  @Override
  public void delete(Scope scope, Digest digest) {
    run(scope, store -> store.delete(scope, digest));
  }

  @Override
  public ContentReader reader(Scope scope, Descriptor descriptor) {
    return open(scope, held -> new HeldReader(held, held.get().reader(scope, descriptor)));
  }

  @Override
  public ContentWriter writer(Scope scope, String ref, Descriptor expected) {
    return open(scope, held -> new HeldWriter(held, held.get().writer(scope, ref, expected)));
  }

  private <R> R open(Scope scope, Function<Held<ContentStore>, R> fn) {
    Held<ContentStore> held = plugins.use(scope, KIND, id());
    try {
      return fn.apply(held);
    } catch (RuntimeException | Error e) {
      held.close();
      throw e;
    }
  }

  @Override
  public IngestStatus status(Scope scope, String ref) {
    return call(scope, store -> store.status(scope, ref));
  }

  @Override
  public List<IngestStatus> statuses(Scope scope, Filter filter) {
    return call(scope, store -> store.statuses(scope, filter));
  }

  @Override
  public void abort(Scope scope, String ref) {
    run(scope, store -> store.abort(scope, ref));
  }
}
