package dev.actionbus.bench.report;

/**
 * What it takes to check proofs of the verifiable log.
 *
 * @param entries of the log
 * @param inclusion that one entry is in it
 * @param consistency that it continues an earlier one
 */
public record ProofFigures(long entries, Kind inclusion, Kind consistency) {

    /**
     * One kind of proof.
     *
     * @param hashes in the longest of the proofs
     * @param p50Millis to check one
     * @param p99Millis likewise
     */
    public record Kind(int hashes, double p50Millis, double p99Millis) {}
}
