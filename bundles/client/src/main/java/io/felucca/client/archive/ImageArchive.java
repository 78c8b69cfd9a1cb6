package io.felucca.client.archive;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import io.felucca.oci.image.MediaTypes;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an archive of images once, from its beginning to its end: an OCI image layout, or what
 * {@code docker save} writes; as a tar, or as one compressed with gzip.
 */
public final class ImageArchive {
  private static final Pattern BLOB = Pattern.compile("blobs/([a-z0-9]+)/([0-9a-f]+)");

  /** Annotation of an image's full name. */
  public static final String NAME = "io.containerd.image.name";

  /** Annotation of an image's tag. */
  public static final String REF = "org.opencontainers.image.ref.name";

  private static final int LARGEST_JSON = 8 << 20;
  private static final int BUFFER = 1 << 16;

  private final BlobSink sink;
  private final Map<String, byte[]> texts = new HashMap<>();
  private final Map<String, Descriptor> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private ImageArchive(BlobSink sink) {
    this.sink = sink;
  }

  /**
   * Hands all blobs to the sink and answers the images.
   *
   * @throws Fault INVALID_ARGUMENT where it is no archive of images, UNIMPLEMENTED where it is
   *     compressed otherwise
   */
  public static List<Archived> read(InputStream from, BlobSink sink) throws IOException {
    ImageArchive archive = new ImageArchive(sink);
    TarReader tar = new TarReader(Compression.decompressed(new BufferedInputStream(from, BUFFER)));
    for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
      archive.take(entry, tar.content());
    }
    return archive.images();
  }

  private void take(TarReader.Entry entry, InputStream content) throws IOException {
    if (entry.isLink()) {
      links.put(entry.name(), linked(entry));
    } else if (entry.isFile()) {
      takeFile(entry, content);
    }
  }

  /** A symbolic link is relative to its folder, a hard link to the archive. */
  private static String linked(TarReader.Entry entry) {
    if (entry.type() == '1') {
      return entry.link();
    }
    java.nio.file.Path folder = java.nio.file.Path.of(entry.name()).getParent();
    java.nio.file.Path target = java.nio.file.Path.of(entry.link());
    return (folder == null ? target : folder.resolve(target)).normalize().toString();
  }

  private void takeFile(TarReader.Entry entry, InputStream content) throws IOException {
    String name = entry.name();
    Matcher blob = BLOB.matcher(name);
    if (blob.matches()) {
      Digest digest = new Digest(blob.group(1), blob.group(2));
      put(name, digest, entry.size(), content);
    } else if (name.endsWith(".json") || name.equals("oci-layout")) {
      texts.put(name, small(entry, content));
    } else if (name.endsWith(".tar")) {
      put(name, null, entry.size(), content);
    }
  }

  private void put(String name, Digest digest, long size, InputStream content) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(content, BUFFER);
    String type = Compression.of(buffered).layerType();
    Descriptor written = sink.put("", digest, size, buffered);
    files.put(name, Descriptor.of(type, written.digest(), written.size()));
  }

  private static byte[] small(TarReader.Entry entry, InputStream content) throws IOException {
    if (entry.size() > LARGEST_JSON) {
      throw Fault.invalid("%s of the archive has %d bytes", entry.name(), entry.size());
    }
    return content.readAllBytes();
  }

  private List<Archived> images() {
    if (texts.containsKey("oci-layout") && texts.containsKey("index.json")) {
      return layout(Index.parse(texts.get("index.json")));
    }
    byte[] manifest = texts.get("manifest.json");
    if (manifest == null) {
      throw Fault.invalid(
          "not an archive of images: it has neither oci-layout and index.json nor manifest.json");
    }
    List<Archived> images = new ArrayList<>();
    for (DockerImage image : DockerImage.parse(manifest)) {
      ImageDescriptor target = image.manifest(this::config, this::layer, this::put);
      image.names().forEach(name -> images.add(new Archived(name, "", target)));
      if (image.names().isEmpty()) {
        images.add(new Archived("", "", target));
      }
    }
    return images;
  }

  private static List<Archived> layout(Index index) {
    return index.manifests().stream().map(ImageArchive::named).toList();
  }

  private static Archived named(ImageDescriptor target) {
    return new Archived(
        target.annotations().getOrDefault(NAME, ""),
        target.annotations().getOrDefault(REF, ""),
        target);
  }

  private Descriptor put(String mediaType, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    sink.put(mediaType, digest, bytes.length, new ByteArrayInputStream(bytes));
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  /** A configuration is a file of its own, or a blob of a layout. */
  private Descriptor config(String path) {
    byte[] bytes = texts.get(path);
    if (bytes != null) {
      return put(MediaTypes.DOCKER_CONFIG, bytes);
    }
    Descriptor file = layer(path);
    return Descriptor.of(MediaTypes.DOCKER_CONFIG, file.digest(), file.size());
  }

  private Descriptor layer(String path) {
    String real = path;
    for (int i = 0; i < links.size() && links.containsKey(real); i++) {
      real = links.get(real);
    }
    Descriptor found = files.get(real);
    if (found == null) {
      throw Fault.invalid("manifest.json names %s, which is not in the archive", path);
    }
    return found;
  }
}
