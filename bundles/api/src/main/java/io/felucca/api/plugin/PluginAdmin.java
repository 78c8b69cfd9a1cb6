package io.felucca.api.plugin;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes to the set of plugins while the daemon serves. A change is checked whole before anything
 * moves; refused, it leaves all as it was.
 */
@ProviderType
public interface PluginAdmin {
  /**
   * Reads the configuration again and brings plugins up, down or replaces them; returns one line
   * for each plugin that changed.
   */
  List<String> reload();

  /** Replaces a plugin's instance by a fresh one of the same code and configuration. */
  void swap(String type, String id);

  /**
   * Takes a new jar into the plugins folder and brings up or replaces what it declares; returns one
   * line for each plugin that changed. ALREADY_EXISTS where the folder has a jar of that file name.
   */
  List<String> install(Path jar);

  /** As {@link #install}, in the place of the folder's jar of that file name; else NOT_FOUND. */
  List<String> update(Path jar);

  /**
   * Removes a jar of the plugins folder by its file name, and what it declares; a plugin of the
   * same ID that the daemon ships comes back.
   */
  List<String> uninstall(String jarName);
}
