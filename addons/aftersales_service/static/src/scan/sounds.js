// Two tones are told apart without looking: high and short is right, low and long is not.
const TONES = {
    right: [[880, 0.09]],
    open: [
        [660, 0.07],
        [880, 0.07],
    ],
    choice: [
        [660, 0.1],
        [660, 0.1],
    ],
    twice: [[520, 0.08]],
    done: [
        [660, 0.08],
        [880, 0.08],
        [1175, 0.14],
    ],
    WrongPart: [[220, 0.3]],
    WrongSerial: [
        [220, 0.15],
        [180, 0.25],
    ],
    AlreadyIssued: [
        [330, 0.12],
        [330, 0.12],
        [330, 0.12],
    ],
    TooMany: [
        [440, 0.1],
        [220, 0.3],
    ],
    refused: [[180, 0.4]],
};

let context;

/** Play the tone of `kind`; a browser without sound stays silent. */
export function play(kind) {
    try {
        context = context || new AudioContext();
        let start = context.currentTime;
        for (const [frequency, length] of TONES[kind] || TONES.refused) {
            const tone = context.createOscillator();
            const volume = context.createGain();
            tone.type = frequency < 400 ? "square" : "sine";
            tone.frequency.value = frequency;
            volume.gain.value = 0.15;
            tone.connect(volume).connect(context.destination);
            tone.start(start);
            tone.stop(start + length);
            start += length + 0.03;
        }
    } catch {
        // no sound device: the words on the screen say the same
    }
}
