import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // `npm run dev` serves the page alone; the API is the one that `npm start` runs.
  server: {
    proxy: { '/api': 'http://127.0.0.1:3000', '/ws': { target: 'http://127.0.0.1:3000', ws: true } },
  },
});
