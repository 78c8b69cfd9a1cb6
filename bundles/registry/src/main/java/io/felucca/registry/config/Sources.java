package io.felucca.registry.config;

import io.felucca.registry.toml.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the configuration files say, all together and in the newest version, before defaults and
 * flags.
 *
 * @param table the merged content
 * @param files the files that were read, in order
 * @param folders the folders in which a change may mean another configuration
 * @param oldest the lowest version of a file; the newest one where there is no file
 */
public record Sources(Table table, List<Path> files, Set<Path> folders, long oldest) {
  public Sources {
    files = List.copyOf(files);
    folders = Set.copyOf(folders);
  }
}
