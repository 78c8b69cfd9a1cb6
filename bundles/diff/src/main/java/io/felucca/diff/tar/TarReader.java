package io.felucca.diff.tar;

import io.felucca.api.Fault;
import io.felucca.linux.FileName;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads an archive member by member: V7, ustar, star, pax and GNU tar, sparse files of all GNU
 * formats.
 */
public final class TarReader {
  /** What an extension header, or a sparse map, may take; nobody needs more. */
  private static final int MAX_EXTENSION = 1 << 20;

  private static final String DATA_TYPES = "\0" + "07S";

  private final TarInput input;
  private PaxRecords pax = PaxRecords.NONE;
  private String longName;
  private String longLink;

  /** Bytes of the present member's data that have not been read, and zeros behind them. */
  private long left;

  private long padding;

  /**
   * @param buffers the archive's bytes, null at the end
   */
  public TarReader(Supplier<ByteBuffer> buffers) {
    this.input = new TarInput(buffers);
  }

  /** The next member; null at the end of the archive. What is left of the last one is skipped. */
  public TarEntry next() {
    forgetExtensions();
    while (true) {
      input.skip(left + padding);
      expectData(0);
      Header header = header();
      if (header == null) {
        return null;
      }
      if (!readExtension(header)) {
        return entry(header);
      }
    }
  }

  private void forgetExtensions() {
    pax = PaxRecords.NONE;
    longName = null;
    longLink = null;
  }

  private void expectData(long size) {
    left = size;
    padding = -size & Header.SIZE - 1;
  }

  /** Null at the end: two blocks of zeros, or nothing more. */
  private Header header() {
    Header header = block();
    if (header == null) {
      return null;
    }
    if (header.isZero()) {
      Header second = block();
      if (second != null && !second.isZero()) {
        throw invalid("a lone zero block");
      }
      return null;
    }
    if (!header.hasRightSum()) {
      throw invalid("wrong checksum");
    }
    return header;
  }

  private Header block() {
    byte[] block = new byte[Header.SIZE];
    return input.read(block) ? new Header(block) : null;
  }

  private Fault invalid(String why) {
    return Fault.invalid("invalid tar header at byte %d: %s", input.consumed() - Header.SIZE, why);
  }

  /** Whether this was a header about the next one. */
  private boolean readExtension(Header header) {
    switch (header.type()) {
      case 'x' -> pax = PaxRecords.parse(extension(header));
      // global records are ignored, as containerd does
      case 'g' -> expectData(size(header.size()));
      case 'L' -> longName = text(extension(header));
      case 'K' -> longLink = text(extension(header));
      default -> {
        return false;
      }
    }
    return true;
  }

  private byte[] extension(Header header) {
    long size = size(header.size());
    if (size > MAX_EXTENSION) {
      throw invalid("extension of " + size + " bytes");
    }
    byte[] data = new byte[(int) size];
    if (size > 0 && !input.read(data)) {
      throw Fault.invalid("unexpected end of tar archive after %d bytes", input.consumed());
    }
    expectData(size);
    left = 0;
    return data;
  }

  private static String text(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return FileName.decode(Arrays.copyOf(data, end));
  }

  private long size(long size) {
    if (size < 0) {
      throw invalid("size " + size);
    }
    return size;
  }

  private TarEntry entry(Header header) {
    String name = name(header);
    char type = type(header, name);
    long stored = size(pax.number("size", header.size()));
    expectData(DATA_TYPES.indexOf(header.type()) >= 0 ? stored : 0);
    SparseMap holes = type == TarEntry.FILE ? sparse(header) : null;
    if (holes != null && holes.stored() != left) {
      throw invalid("sparse map of " + holes.stored() + " bytes, data has " + left);
    }
    return new TarEntry(
        name,
        longLink != null ? longLink : pax.text("linkpath", header.link()),
        type,
        holes != null ? holes.size() : left,
        header.mode(),
        owner(pax.number("uid", header.uid())),
        owner(pax.number("gid", header.gid())),
        pax.time("mtime", Instant.ofEpochSecond(header.modified())),
        pax.time("atime", Instant.EPOCH),
        header.major(),
        header.minor(),
        pax.xattrs(),
        holes);
  }

  private String name(Header header) {
    String given = longName != null ? longName : pax.text("path", header.name());
    String name = pax.text("GNU.sparse.name", given);
    if (name.indexOf('\0') >= 0) {
      throw invalid("a zero byte in the name");
    }
    return name;
  }

  /** Old archives tell a directory by its name, and have other types that are files. */
  private static char type(Header header, String name) {
    return switch (header.type()) {
      case '\0' -> name.endsWith("/") ? TarEntry.DIRECTORY : TarEntry.FILE;
      case '7', 'S' -> TarEntry.FILE;
      default -> header.type();
    };
  }

  private long owner(long id) {
    if (id < 0 || id >= 0xffffffffL) {
      throw invalid("owner " + id);
    }
    return id;
  }

  // ---- files with holes

  private SparseMap sparse(Header header) {
    if (header.type() == 'S') {
      return oldSparse(header);
    }
    if (pax.hasSparseMapInData()) {
      return SparseMap.of(mapInData(), size(pax.number("GNU.sparse.realsize", left)));
    }
    List<Long> numbers = pax.sparseNumbers();
    return numbers == null
        ? null
        : SparseMap.of(numbers, size(pax.number("GNU.sparse.size", left)));
  }

  /** Four pairs in the header, and 21 in each block that follows it. */
  private SparseMap oldSparse(Header header) {
    List<Long> numbers = new ArrayList<>();
    addPairs(header, 386, 4, numbers);
    boolean more = header.block()[482] != 0;
    while (more) {
      Header block = block();
      if (block == null || numbers.size() * 12 > MAX_EXTENSION) {
        throw Fault.invalid("invalid sparse map after byte %d", input.consumed());
      }
      addPairs(block, 0, 21, numbers);
      more = block.block()[504] != 0;
    }
    return SparseMap.of(numbers, size(header.number(483, 12)));
  }

  private static void addPairs(Header block, int at, int count, List<Long> to) {
    for (int i = 0; i < count && block.block()[at + 24 * i] != 0; i++) {
      to.add(block.number(at + 24 * i, 12));
      to.add(block.number(at + 24 * i + 12, 12));
    }
  }

  /** Decimal lines at the data's start, padded to a block: how many pairs, then the pairs. */
  private List<Long> mapInData() {
    SparseLines lines = new SparseLines(this::dataBlock);
    long count = lines.next();
    if (count < 0 || count > MAX_EXTENSION / 4) {
      throw Fault.invalid("invalid sparse map of %d pairs", count);
    }
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 2 * count; i++) {
      numbers.add(lines.next());
    }
    return numbers;
  }

  private byte[] dataBlock() {
    Header block = left < Header.SIZE ? null : block();
    if (block == null) {
      throw Fault.invalid("invalid sparse map before byte %d", input.consumed());
    }
    left -= Header.SIZE;
    return block.block();
  }

  // ---- data

  /**
   * Data of the present member, at most so much, as a view that is good until the next call; null
   * where none is left.
   */
  public ByteBuffer data(long atMost) {
    if (left == 0) {
      return null;
    }
    ByteBuffer chunk = input.chunk(Math.min(atMost, left));
    left -= chunk.remaining();
    return chunk;
  }
}
