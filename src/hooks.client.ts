// SvelteKit's own door in the browser.
import { config } from 'zod/mini';

// zod would try to compile its checks with `new Function`, which the content policy forbids.
config({ jitless: true });
