package io.felucca.diff.tar;

import io.felucca.api.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the data of a file with holes goes (GNU tar manual, "Sparse Formats").
 *
 * @param pieces in ascending order, without overlap
 * @param size of the whole file
 */
public record SparseMap(List<Piece> pieces, long size) {
  /** So many bytes from the archive go to this offset. */
  public record Piece(long offset, long length) {}

  /** Throws an invalid argument where pieces overlap, exceed the file, or are not all the data. */
  public SparseMap {
    pieces = List.copyOf(pieces);
    long end = 0;
    for (Piece piece : pieces) {
      if (piece.offset < end || piece.length < 0 || piece.length > size - piece.offset) {
        throw Fault.invalid("invalid sparse map: %s in a file of %d bytes", piece, size);
      }
      end = piece.offset + piece.length;
    }
  }

  /** Numbers that are offset and length in turn. */
  static SparseMap of(List<Long> numbers, long size) {
    if (numbers.size() % 2 != 0) {
      throw Fault.invalid("invalid sparse map: %d numbers", numbers.size());
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += 2) {
      pieces.add(new Piece(numbers.get(i), numbers.get(i + 1)));
    }
    return new SparseMap(pieces, size);
  }

  /** How many bytes the archive holds for it. */
  long stored() {
    return pieces.stream().mapToLong(Piece::length).sum();
  }
}
