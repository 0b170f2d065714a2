import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The browser's part of the public site; the server renders the same components (src/server/site.tsx). */
export default defineConfig({
  plugins: [react()],
  publicDir: 'src/frontend/public',
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2020',
    // hydrateRoot adopts the server's markup; the preload helper would add a script for nothing.
    modulePreload: false,
    rollupOptions: {
      // Pages under /staff/ load a script of their own besides, so that no other page grows by it.
      input: ['src/frontend/entry-client.tsx', 'src/frontend/entry-staff.tsx', 'src/frontend/serviceWorker.ts'],
    },
  },
})
