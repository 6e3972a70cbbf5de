// Named points where a simulation lets things go wrong; in the product every one of them does nothing.

export interface Faults {
	/** Throws where the simulation wants a crash at this point. */
	readonly at: (point: string) => void;
}
