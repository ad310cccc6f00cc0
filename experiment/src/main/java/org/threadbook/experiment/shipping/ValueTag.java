package org.threadbook.experiment.shipping;

/** The first byte of a written value: what follows. */
final class ValueTag {
    static final byte NULL = 0;
    static final byte INT = 1;
    static final byte LONG = 2;
    static final byte DOUBLE = 3;
    static final byte FLOAT = 4;
    static final byte SHORT = 5;
    static final byte BYTE = 6;
    static final byte CHAR = 7;
    static final byte BOOLEAN = 8;
    static final byte STRING = 9;

    /** The number of its shape, how many values it captures (a byte), these values. */
    static final byte LAMBDA = 10;

    /** Java serialization up to the end. */
    static final byte SERIALIZED = 11;

    /** The class's name, how many components it has (a byte), these. */
    static final byte RECORD = 12;

    /** Arrays: the length, the elements, least significant byte first. */
    static final byte BYTES = 13;

    static final byte INTS = 14;
    static final byte LONGS = 15;
    static final byte DOUBLES = 16;

    private ValueTag() {}
}
