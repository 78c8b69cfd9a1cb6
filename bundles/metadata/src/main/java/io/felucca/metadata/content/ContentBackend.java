package io.felucca.metadata.content;

import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import java.util.List;
import java.util.function.Function;

/**
 * The way to the raw content store: the plugin {@code content}, or where that does not serve and
 * another one does, the first of those.
 */
public final class ContentBackend {
  private static final String USUAL = "content";

  private final PluginRegistry registry;

  public ContentBackend(PluginRegistry registry) {
    this.registry = registry;
  }

  <R> R call(Scope scope, Function<ContentStore, R> fn) {
    return registry.call(scope, ContentStore.KIND, id(), fn);
  }

  Held<ContentStore> hold(Scope scope) {
    return registry.use(scope, ContentStore.KIND, id());
  }

  private String id() {
    List<String> serving = registry.ids(ContentStore.KIND);
    return serving.isEmpty() || serving.contains(USUAL) ? USUAL : serving.get(0);
  }
}
