package io.felucca.client.archive;

import io.felucca.api.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the files of an image are, as its layers say one after another: OCI image specification,
 * "Image Layer Filesystem Changeset".
 */
final class LayerIndex {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int MOST_LINKS = 40;

  /**
   * One file, link or folder.
   *
   * @param layer its number
   * @param type the letter of its header
   * @param source a link's target; else its name in the layer
   */
  record Node(int layer, char type, String source) {
    boolean isFile() {
      return type == '0' || type == 0 || type == '7';
    }

    boolean isSymlink() {
      return type == '2';
    }

    boolean isFolder() {
      return type == '5';
    }
  }

  private final TreeMap<String, Node> nodes = new TreeMap<>();

  /** Takes up an entry of a layer; lower layers come first. */
  void add(int layer, TarReader.Entry entry) {
    String path = String.join("/", components(entry.name()));
    String name = path.substring(path.lastIndexOf('/') + 1);
    String parent = path.substring(0, path.length() - name.length());
    if (name.equals(OPAQUE)) {
      removeBelow(parent, layer);
    } else if (name.startsWith(WHITEOUT)) {
      String hidden = parent + name.substring(WHITEOUT.length());
      nodes.computeIfPresent(hidden, (key, node) -> node.layer() < layer ? null : node);
      removeBelow(hidden + "/", layer);
    } else if (!path.isEmpty()) {
      put(path, node(layer, entry));
    }
  }

  private Node node(int layer, TarReader.Entry entry) {
    if (entry.type() == '1') {
      return nodes.get(String.join("/", components(entry.link())));
    }
    Node node = new Node(layer, entry.type(), entry.name());
    return node.isSymlink() ? new Node(layer, '2', entry.link()) : node;
  }

  /** A folder on a folder is merged with it; all else replaces what was there. */
  private void put(String path, Node node) {
    if (node == null) {
      return;
    }
    if (!node.isFolder()) {
      below(path + "/").clear();
    }
    nodes.put(path, node);
  }

  private void removeBelow(String folder, int layer) {
    below(folder).values().removeIf(node -> node.layer() < layer);
  }

  /** What begins with a folder's name and a slash; all of it for the empty name. */
  private Map<String, Node> below(String folder) {
    return folder.isEmpty()
        ? nodes
        : nodes.subMap(folder, folder.substring(0, folder.length() - 1) + (char) ('/' + 1));
  }

  /** What a path leads to; links never lead out of the root. */
  Optional<Node> resolve(String path) {
    Deque<String> ahead = new ArrayDeque<>(components(path));
    List<String> trail = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        trail = new ArrayList<>(trail.subList(0, Math.max(0, trail.size() - 1)));
        continue;
      }
      trail.add(name);
      Node node = nodes.get(String.join("/", trail));
      if (node != null && node.isSymlink()) {
        if (++links > MOST_LINKS) {
          throw Fault.invalid("too many symbolic links in %s of the image", path);
        }
        trail =
            new ArrayList<>(
                node.source().startsWith("/") ? List.of() : trail.subList(0, trail.size() - 1));
        List<String> target = components(node.source());
        for (int i = target.size() - 1; i >= 0; i--) {
          ahead.push(target.get(i));
        }
      }
    }
    return Optional.ofNullable(nodes.get(String.join("/", trail)));
  }

  private static List<String> components(String path) {
    return Arrays.stream(path.split("/")).filter(s -> !s.isEmpty() && !s.equals(".")).toList();
  }
}
