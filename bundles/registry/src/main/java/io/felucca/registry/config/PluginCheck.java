package io.felucca.registry.config;

import io.felucca.registry.declare.Schema;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.util.Map;
import java.util.function.Consumer;

/** Compares the part of the configuration that is about plugins with the plugins there are. */
public final class PluginCheck {
  private final Catalog catalog;
  private final Consumer<Problem> problems;
  private ContainerdKeys containerd;

  public PluginCheck(Catalog catalog, Consumer<Problem> problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  /** Checks every section and every list of plugins. */
  public void run(Table table) {
    for (Map.Entry<String, Item> entry : table.tableOrNull("plugins").entries()) {
      section(entry.getKey(), entry.getValue());
    }
    table.get("disabled_plugins").array().forEach(this::disabled);
    table.get("required_plugins").array().forEach(this::required);
    Proxies.check(table, catalog, problems);
  }

  private void section(String uri, Item item) {
    if (Defaults.isDefault(item)) {
      return;
    }
    Schema schema = catalog.schema(uri);
    if (!item.isTable()) {
      problems.accept(
          Problem.error(
              item.place(), "plugins." + uri + " must be a table, not " + Shown.of(item)));
    } else if (schema != null) {
      Section.check(uri, item.table(), schema, containerd(), problems);
    } else {
      problems.accept(
          Problem.note(item.place(), "plugin " + uri + absent(uri) + "; its keys are ignored"));
    }
  }

  private String absent(String uri) {
    return containerd().hasPlugin(uri)
        ? " is not part of this build"
        : " is not known" + Nearest.hint(uri, catalog.uris());
  }

  /** Read when somebody has written something; mostly nobody has. */
  private ContainerdKeys containerd() {
    if (containerd == null) {
      containerd = ContainerdKeys.load();
    }
    return containerd;
  }

  private void disabled(Item item) {
    String uri = (String) item.value();
    if (!catalog.has(uri) && !containerd().hasPlugin(uri)) {
      problems.accept(
          Problem.note(
              item.place(),
              "disabled plugin " + uri + " is not known" + Nearest.hint(uri, catalog.uris())));
    }
  }

  private void required(Item item) {
    String uri = (String) item.value();
    if (!catalog.has(uri)) {
      problems.accept(
          Problem.error(
              item.place(),
              "required plugin " + uri + " not included" + Nearest.hint(uri, catalog.uris())));
    }
  }
}
