import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import '@fontsource-variable/figtree';
import '@utrecht/button-css/dist/index.css';
import '@utrecht/textbox-css/dist/index.css';
import '@utrecht/select-css/dist/index.css';
import './theme/tokens.css';
import './theme/shell.css';
import './theme/content.css';
import './theme/session.css';
import './theme/purchase.css';
import './theme/search.css';
import './theme/thread.css';
import './theme/lists.css';
import './theme/check.css';
import { ApiError } from './api/client';
import { start } from './i18n';
import { App } from './shell/App';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.problem.status >= 400),
      staleTime: 15_000,
    },
    // Without a connection a change fails and says so, instead of waiting in silence and happening later.
    mutations: { networkMode: 'always' },
  },
});

await start();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
