package io.felucca.registry;

import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Flags;
import io.felucca.registry.config.Sources;
import io.felucca.registry.history.History;
import io.felucca.registry.history.Version;
import io.felucca.registry.migrate.Migration;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration to boot on: what the files say; where an operator went back to an earlier one,
 * that; where the files cannot be used, the one that was in force last.
 *
 * @param draft the configuration
 * @param files what the files say; null where they cannot be used
 * @param refused why the files are not followed; null where they are
 */
record Opening(Draft draft, Draft files, String refused) {
  private static final Pattern ROOT =
      Pattern.compile("^\\s*root\\s*=\\s*(?:\"([^\"\\\\]+)\"|'([^']+)')", Pattern.MULTILINE);

  /** Reads the files and chooses; throws what is wrong with them where nothing else can be used. */
  static Opening of(Flags flags) {
    try {
      Draft files = Draft.read(flags);
      files.throwErrors();
      Version pinned = history(files).pinned(() -> Settings.text(files));
      return pinned == null
          ? new Opening(files, files, null)
          : new Opening(earlier(pinned, history(files), files.sources(), flags), files, null);
    } catch (Problems broken) {
      return lastGood(flags, broken);
    }
  }

  private static History history(Draft draft) {
    return new History(Path.of((String) draft.table().get("root").value()));
  }

  /** The configuration of an earlier version, while these files go on being watched. */
  static Draft earlier(Version version, History history, Sources watched, Flags flags) {
    return Draft.earlier(version.text(), history.file(version.number()), watched, flags);
  }

  /** Where the files cannot be used: the configuration that was in force last. */
  static Opening lastGood(Flags flags, Problems broken) {
    Path main = Draft.mainFile(flags);
    String root = flags.root() == null ? root(main) : flags.root();
    if (root == null) {
      throw broken;
    }
    History history = new History(Path.of(root));
    Version last = history.last();
    if (last == null) {
      throw broken;
    }
    Set<Path> folders = Set.of(main.getParent(), main.resolveSibling("conf.d"));
    Sources watched = new Sources(new Table(), List.of(main), folders, Migration.NEWEST);
    return new Opening(earlier(last, history, watched, flags), null, broken.getMessage());
  }

  /**
   * The root that a file names which cannot be used as a whole; null where there is nothing to
   * read: what another daemon ran on with the default root is no better guess than none.
   */
  private static String root(Path main) {
    try {
      String text = Files.readString(main);
      int tables = text.indexOf("\n[");
      Matcher root = ROOT.matcher(tables < 0 ? text : text.substring(0, tables));
      if (root.find()) {
        return root.group(1) == null ? root.group(2) : root.group(1);
      }
      return Draft.defaultRoot();
    } catch (IOException unreadable) {
      return null;
    }
  }
}
