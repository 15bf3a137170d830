package dev.slipway.stream;

/// What a person may want about who drives a desktop; what comes of it is told to [StreamModel#drives].
public interface Driving {
    /// The person wants to drive.
    void take();

    /// The person lets somebody else drive.
    void give();
}
